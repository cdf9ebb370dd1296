"""The files of scripts/deploy, as far as they can be checked without a container engine, a cluster or Airflow."""

import json
import re
import subprocess
import sys
import types
from importlib.metadata import version
from pathlib import Path
from runpy import run_path
from typing import Any

import pytest
import typer
import yaml
from dockerfile_parse import DockerfileParser

from dti_spark.cli import commands

DEPLOY = Path(__file__).parents[1] / "scripts" / "deploy"
JOBS = {path.name for path in (DEPLOY.parents[1] / "jobs").glob("*.py")}
COMMANDS = typer.main.get_command(commands.app).commands


def options_of(command: str, arguments: list[str]) -> set[str]:
    """The options among arguments, all of which the command takes."""
    given = {word for word in arguments if word.startswith("--")}
    assert given <= {name for parameter in COMMANDS[command].params for name in parameter.opts}
    return given


def instructions() -> list[tuple[str, str]]:
    parsed = DockerfileParser(fileobj=(DEPLOY / "Dockerfile").open("rb"))
    return [(step["instruction"], step["value"]) for step in parsed.structure if step["instruction"] != "COMMENT"]


def test_the_image_rests_on_fixed_versions_of_the_wanted_kind() -> None:
    bases = [value for instruction, value in instructions() if instruction == "FROM"]
    spark, python = (base.split(" AS ")[0] for base in bases)
    assert re.fullmatch(r"spark:\d+\.\d+\.\d+-scala2\.13-java17-ubuntu", spark)
    assert spark.split(":")[1].split(".")[:2] == version("pyspark").split(".")[:2]
    assert re.fullmatch(r"python:3\.11\.\d+-slim-bookworm", python)


def test_the_image_fetches_all_jars_and_runs_as_nobody_in_particular() -> None:
    steps = instructions()
    (run,) = (value for instruction, value in steps if instruction == "RUN")
    assert "dti jars fetch --s3a" in run
    installed = [words.split() for words in run.split("&&") if "pip install" in words]
    assert ["--require-hashes" in words or "--no-index" in words for words in installed] == [True] * 3
    assert "--uid 185" in run
    assert [value for instruction, value in steps if instruction == "USER"] == ["185"]
    assert [instruction for instruction, _ in steps][-2:] == ["USER", "ENTRYPOINT"]
    text = (DEPLOY / "Dockerfile").read_text()
    assert not re.search(r"SECRET|PASSWORD|ACCESS_KEY|ADD |:latest|curl|wget", text)


@pytest.fixture(scope="module")
def manifest() -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load((DEPLOY / "sparkapplication.yaml").read_text())
    return loaded


def test_the_manifest_has_the_fields_of_its_kind_and_no_other(manifest: dict[str, Any]) -> None:
    """Fields and values are those of api/v1beta2 of kubeflow/spark-operator."""
    assert (manifest["apiVersion"], manifest["kind"]) == ("sparkoperator.k8s.io/v1beta2", "ScheduledSparkApplication")
    limits = {"successfulRunHistoryLimit", "failedRunHistoryLimit"}
    assert set(manifest["spec"]) == {"schedule", "template", "concurrencyPolicy"} | limits
    template = manifest["spec"]["template"]
    needed = {"type", "sparkVersion", "mode", "mainApplicationFile", "driver", "executor", "restartPolicy"}
    assert needed <= set(template) <= needed | {"image", "imagePullPolicy", "pythonVersion", "arguments", "hadoopConf"}
    assert (template["type"], template["mode"], template["pythonVersion"]) == ("Python", "cluster", "3")
    retries = {"onFailureRetries", "onFailureRetryInterval"}
    assert set(template["restartPolicy"]) == {"type", *retries} | {f"onSubmission{key[2:]}" for key in retries}
    assert template["restartPolicy"]["type"] == "OnFailure"
    pod = {"cores", "memory", "serviceAccount", "env", "securityContext"}
    assert set(template["driver"]) <= pod
    assert set(template["executor"]) <= pod | {"instances"}
    whole = [template[part]["cores"] for part in ("driver", "executor")]
    assert all(isinstance(cores, int) and cores >= 1 for cores in whole)
    assert all(isinstance(word, str) for word in template["arguments"])


def test_one_run_at_a_time_of_the_spark_and_the_job_in_the_image(manifest: dict[str, Any]) -> None:
    template = manifest["spec"]["template"]
    assert manifest["spec"]["concurrencyPolicy"] == "Forbid"
    assert template["sparkVersion"] == version("pyspark")
    assert template["image"].endswith(f"/dti-spark:{version('dti-spark')}")
    job = template["mainApplicationFile"].removeprefix("local:///opt/dti_spark/jobs/")
    assert job in JOBS
    assert ("COPY", "jobs /opt/dti_spark/jobs") in instructions()
    assert options_of("run", template["arguments"]) == {"--raw", "--lake", "--profile"}


@pytest.mark.parametrize("part", ["driver", "executor"])
def test_pods_have_no_rights_and_no_secret_in_the_clear(manifest: dict[str, Any], part: str) -> None:
    pod = manifest["spec"]["template"][part]
    context = pod["securityContext"]
    assert context["runAsNonRoot"] is True
    assert (context["runAsUser"], context["runAsGroup"], context["allowPrivilegeEscalation"]) == (185, 185, False)
    assert context["capabilities"] == {"drop": ["ALL"]}
    assert context["seccompProfile"] == {"type": "RuntimeDefault"}
    assert all("secretKeyRef" in variable["valueFrom"] for variable in pod.get("env", []))


class Recorded:
    """Stands in for what Airflow makes of an operator, a DAG or a parameter: keeps the words it was made with."""

    def __init__(self, *words: object, **named: object) -> None:
        self.words, self.after = words, list[Recorded]()
        self.named: dict[str, Any] = named

    def __rshift__(self, other: "Recorded") -> "Recorded":
        self.after.append(other)
        return other

    def __enter__(self) -> "Recorded":
        return self

    def __exit__(self, *_: object) -> None:
        pass


@pytest.fixture
def dag(monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """What the DAG's file defines."""
    names = {
        "airflow.sdk": ("DAG", "Param"),
        "airflow.providers.apache.spark.operators.spark_submit": ("SparkSubmitOperator",),
        "airflow.providers.standard.operators.bash": ("BashOperator",),
    }
    for module, kinds in names.items():
        stand_in = types.ModuleType(module)
        for kind in kinds:
            setattr(stand_in, kind, type(kind, (Recorded,), {}))
        monkeypatch.setitem(sys.modules, module, stand_in)
    monkeypatch.setenv("DTI_PACKAGE", "/package")
    return run_path(str(DEPLOY / "dti_nightly.py"))


def test_the_dag_is_one_spark_job_and_then_the_status_from_the_lake(dag: dict[str, Any]) -> None:
    operators = {name: type(made).__name__ for name, made in dag.items() if isinstance(made, Recorded)}
    assert operators == {"dag": "DAG", "run": "SparkSubmitOperator", "status": "BashOperator"}
    assert dag["run"].after == [dag["status"]]
    assert dag["run"].named["retries"] == 2
    asked = dag["status"].named["env"]
    assert asked["LAKE"] == "{{ var.json.dti_spark[params.env].lake }}"
    arguments = dag["run"].named["application_args"]
    assert [arguments[arguments.index(option) + 1] for option in ("--lake", "--run")] == [asked["LAKE"], asked["RUN"]]
    assert dag["dag"].named["max_active_runs"] == 1
    assert dag["dag"].named["catchup"] is False
    assert set(dag["dag"].named["params"]) == {"env", "dry_run"}


def test_the_dag_submits_what_the_package_holds_with_options_that_the_job_takes(dag: dict[str, Any]) -> None:
    named = dag["run"].named
    assert named["application"].removeprefix("/package/jobs/") in JOBS
    assert (named["py_files"], named["jars"]) == ("/package/dti_spark.zip", "/package/jars/*.jar")
    assert named["archives"] == "/package/environment.tar.gz#environment"
    *fixed, last = named["application_args"]
    assert options_of("run", [*fixed, *re.findall(r"'(--[a-z-]+)'", last)]) == {
        *("--raw", "--lake", "--run", "--profile", "--dry-run", "--json"),
    }
    # parameters of providers/apache/spark of Airflow 3, and those of every operator
    own = {"application", "archives", "application_args", "conn_id", "jars", "name", "py_files"}
    assert set(named) == own | {"task_id", "retries", "retry_delay"}


@pytest.mark.parametrize(
    ("dry", "asked"), [("False", "status --lake s3a://index/a lake --run a --json\n"), ("True", "")]
)
def test_the_status_is_that_of_this_run_and_not_asked_for_after_a_dry_one(
    dag: dict[str, Any], tmp_path: Path, dry: str, asked: str
) -> None:
    told = tmp_path / "dti"
    told.write_text('#!/bin/bash\necho "$@"\n')
    told.chmod(0o755)
    command = dag["status"].named["bash_command"]
    assert options_of("status", command.split()) == {"--lake", "--run", "--json"}
    values = {"LAKE": "s3a://index/a lake", "RUN": "a", "DRY_RUN": dry, "PATH": f"{tmp_path}:/bin:/usr/bin"}
    ran = subprocess.run(["bash", "-c", command], env=values, capture_output=True, text=True, check=True)
    assert ran.stdout == asked
    assert set(dag["status"].named["env"]) == set(values) - {"PATH"}


def test_the_variable_that_the_dag_reads_is_shown_in_its_words(dag: dict[str, Any]) -> None:
    shown = re.search(r"^    (\{.*\})$", dag["__doc__"], re.MULTILINE)
    assert shown is not None
    roots = json.loads(shown[1].replace("...", '""'))
    assert set(roots) == set(dag["dag"].named["params"]["env"].named["enum"])
    assert all(set(place) == {"raw", "lake"} for place in roots.values())
