"use strict";
/* The formulas of the index, in the order in which it is computed. Each is a function, since words in it follow the language. */
(function () {
  const { row, fraction, sub, power, sum, root, call } = dti.math;
  const word = (key) => dti.t("method.m_" + key);

  const at = (base, ...places) => sub(base, ...places.flatMap((place, n) => (n ? [",", place] : [place])));
  const V = (...places) => at("V", ...places);
  const before = (count) => row("t", "−", count);

  const standard = () => [
    row(at("z", "c", "i", "j", "t"), "=", "100", "×", fraction(at("x", "c", "i", "j", "t"), sub("T", "j"))),
    row(sub("T", "j"), "=", sum("c"), sum("i"), at("x", "c", "i", "j", word("base"))),
  ];

  const weights = () => [row(sub("w", "j"), "=", fraction(row(sum("e"), at("s", "e", "j")), row(sum("e"), sum("k"), at("s", "e", "k"))))];

  const rollup = () => [
    row(sub("L", "l"), "=", sum("j", "∈", "l"), sub("w", "j"), sub("z", "j")),
    row("D", "=", sum("l"), sub("w", "l"), sub("L", "l")),
  ];

  const region = () => [
    row(V("r", "t"), "=", sum("c", "∈", "r"), V("c", "t")),
    row(V("r", word("year")), "=", sum("q", "∈", word("year")), V("r", "q")),
  ];

  const industry = () => [row(at("p", "i", "r"), "=", fraction(V("i", "r"), row(sum("k"), V("k", "r"))))];

  const rates = () => [
    row(sub(word("qoq"), "t"), "=", fraction(V("t"), V(before("1"))), "−", "1"),
    row(sub(word("yoy"), "t"), "=", fraction(V("t"), V(before("4"))), "−", "1"),
    row(sub("g", "t"), "=", fraction("1", "2"), "(", sub(word("yoy"), "t"), "+", sub(word("yoy"), before("4")), ")"),
  ];

  const rank = () => [
    row(sub(word("rank"), "r"), "=", "1", "+", "#", "{", "s", ":", V("s"), ">", V("r"), "}"),
    row(word("move"), "=", sub(word("rank"), word("full_year")), "−", sub(word("rank"), "t")),
  ];

  const points = () => [
    row(sub("P", "j"), "=", sub("w", "l"), sub("w", "j"), sub("z", "j")),
    row(sum("j"), sub("P", "j"), "=", "D"),
    row(at(word("contribution"), "j", "t"), "=", fraction(row(at("P", "j", "t"), "−", at("P", "j", before("4"))), sub("D", before("4")))),
  ];

  const quotient = () => [row(word("lq"), "=", fraction(at("p", "i", "r"), at("p", "i", word("nation"))))];

  const doubleHigh = () => [row(sub(word("rank"), word("share_year")), "≤", "10"), row(sub(word("rank"), word("growth")), "≤", "10")];

  const size = () => [
    row(sub("m", "i"), "=", fraction(sub("p", "i"), word("mean_share"))),
    row(word("top"), ":", sub("m", "i"), "≥", "2"),
    row(word("middle"), ":", "1", "≤", sub("m", "i"), "<", "2"),
    row(word("tail"), ":", sub("m", "i"), "<", "1"),
  ];

  const apart = () => power(row("(", sub("s", "c"), "−", fraction("1", "n"), ")"), "2");

  const unequal = () => [
    row("HHI", "=", sum("c"), power(sub("s", "c"), "2")),
    row("CV", "=", root("n", sum("c"), apart())),
    row("Gini", "=", fraction(row("n", "+", "1"), "n"), "−", fraction("2", "n"), sum("k"), "k", sub("s", "(", "k", ")")),
    row("T", "=", sum("c"), sub("s", "c"), call("ln", "n", sub("s", "c")), "=", sub("T", word("within")), "+", sub("T", word("between"))),
    row(sub("T", word("between")), "=", sum("g"), sub("S", "g"), call("ln", fraction(row(sub("S", "g"), "n"), sub("n", "g")))),
  ];

  const log = (...places) => call("ln", V(...places));

  const converge = () => [
    row("σ", "=", word("deviation"), "(", log("c", "t"), ")"),
    row(fraction(row(log("c", "t"), "−", log("c", "0")), word("years")), "=", "α", "+", "β", log("c", "0"), "+", sub("ε", "c")),
  ];

  const cells = () => [
    row(sub("P", word("cell")), "=", sum("j", "∈", word("cell")), sub("P", "j")),
    row(sub("u", "r"), "=", fraction(at("P", word("cell"), "r"), sub("D", "r"))),
    row(word("relative"), "=", fraction(sub("u", "r"), sub("u", word("nation")))),
  ];

  /** Every formula: the key of its words and its lines; the measure is told in words alone. */
  dti.formulas = [
    { key: "measure", lines: () => [] },
    { key: "standard", lines: standard },
    { key: "weights", lines: weights },
    { key: "rollup", lines: rollup },
    { key: "region", lines: region },
    { key: "industry", lines: industry },
    { key: "rates", lines: rates },
    { key: "rank", lines: rank },
    { key: "points", lines: points },
    { key: "lq", lines: quotient },
    { key: "double", lines: doubleHigh },
    { key: "size", lines: size },
    { key: "unequal", lines: unequal },
    { key: "converge", lines: converge },
    { key: "dio", lines: cells },
  ];
})();
