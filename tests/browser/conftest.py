import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from browsing import Reader, Site
from deliveries import Generated
from playwright.sync_api import Browser, BrowserContext, sync_playwright
from pyspark.sql import SparkSession

from dti_spark.definition.model import Definition
from dti_spark.lake.delta import Lake
from dti_spark.pipeline import site as pipeline
from dti_spark.report.site.build import Built
from dti_spark.report.site.facts import Facts


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """The Chromium of this machine, headless; Playwright brings none of its own."""
    found = next(filter(None, map(shutil.which, ("chromium", "google-chrome"))), None)
    if found is None:
        pytest.skip("there is no Chromium here: scripts/check installs it where it may")
    # as root Chromium starts only without its sandbox
    unconfined = ["--no-sandbox"] if os.geteuid() == 0 else []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=unconfined)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def site(
    chromium: Browser,
    spark: SparkSession,
    faulty: Generated,
    definition: Definition,
    tmp_path_factory: pytest.TempPathFactory,
) -> Site:
    """The report of a lake with all views, as `dti report` writes it, and what it was made from."""
    made: list[Facts] = []

    def watched(facts: Facts, out: Path, order: list[str]) -> Built:
        made.append(facts)
        return build(facts, out, order)

    build, root = pipeline.build, tmp_path_factory.mktemp("site")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pipeline, "build", watched)
        built = pipeline.site(Lake(spark, str(faulty.lake)), definition, root, release=None, synthetic=True)
    return Site(root, built.folder, made[0])


@pytest.fixture(scope="session")
def context(chromium: Browser) -> Iterator[BrowserContext]:
    with chromium.new_context(viewport={"width": 1280, "height": 900}, locale="en-GB") as context:
        context.set_default_timeout(10_000)
        yield context


@pytest.fixture
def reader(context: BrowserContext, site: Site) -> Iterator[Reader]:
    """Someone who reads the report, and in the end nothing may have gone wrong in the browser."""
    reader = Reader.of(context.new_page(), site.folder)
    yield reader
    reader.page.close()
    assert reader.faults == []
