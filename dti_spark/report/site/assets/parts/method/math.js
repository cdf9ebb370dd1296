"use strict";
/* Formulas as MathML. A formula is a tree of arrays: [element, ...children]; text stands in leaves. */
(function () {
  const MATHML = "http://www.w3.org/1998/Math/MathML";
  const html = dti.html;

  /** A leaf from text: digits are a number, one letter a name, longer words upright, all else a sign. */
  function leaf(part) {
    if (typeof part !== "string") return part;
    if (/^[\d.]+$/.test(part)) return ["mn", part];
    if (/^\p{Script=Han}|^\p{L}.|\s/u.test(part)) return ["mtext", part];
    return [/^\p{L}$/u.test(part) ? "mi" : "mo", part];
  }

  const row = (...parts) => ["mrow", ...parts.map(leaf)];
  const fraction = (above, below) => ["mfrac", leaf(above), leaf(below)];
  const sub = (base, ...below) => ["msub", leaf(base), row(...below)];
  const power = (base, above) => ["msup", leaf(base), leaf(above)];
  const sum = (...below) => ["munder", ["mo", "∑"], row(...below)];
  const root = (...parts) => ["msqrt", row(...parts)];
  const call = (text, ...parts) => row(text, "(", ...parts, ")");

  function built(tree) {
    const [tag, ...children] = tree;
    const element = document.createElementNS(MATHML, tag);
    children.forEach((child) => element.append(typeof child === "string" ? child : built(child)));
    return element;
  }

  const plainly = {
    mfrac: (above, below) => `(${above})/(${below})`,
    msub: (base, below) => `${base}[${below}]`,
    msup: (base, above) => `${base}^${above}`,
    munder: (sign, below) => ` ${sign}[${below}] `,
    msqrt: (inner) => `√(${inner})`,
  };

  /** A formula as one line of plain text. */
  function plain(tree) {
    if (typeof tree === "string") return tree;
    const [tag, ...children] = tree;
    const texts = children.map(plain);
    return plainly[tag] ? plainly[tag](...texts) : texts.join(tag === "mrow" ? "" : " ");
  }

  function shown(line) {
    const math = built(["math", line]);
    math.setAttribute("display", "block");
    math.setAttribute("alttext", plain(line));
    return math;
  }

  /** A formula of one or more lines. Browsers without MathML show its signs in order; the name tells it in plain text. */
  function Formula({ lines }) {
    const draw = (host) => host && host.replaceChildren(...lines.map(shown));
    return html`<div class="formula" tabindex="0" role="group" aria-label=${lines.map(plain).join("; ")} ref=${draw}></div>`;
  }

  dti.math = { row, fraction, sub, power, sum, root, call, plain, Formula };
})();
