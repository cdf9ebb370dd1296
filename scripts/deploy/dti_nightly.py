"""The nightly job for Airflow 3: one Spark job, then the run's status as the lake tells it.

Needs the providers apache-spark and standard, `dti` on the path of the workers, and there what `scripts/package` makes,
in the folder that DTI_PACKAGE names. The Spark connection `spark_default` says where to submit. The variable
`dti_spark` holds the roots of each environment, without credentials:

    {"dev": {"raw": "s3a://raw-dev/logs", "lake": "s3a://index-dev/lake"}, "prod": {"raw": ..., "lake": ...}}
"""

import os
from datetime import UTC, datetime, timedelta

from airflow.providers.apache.spark.operators.spark_submit import SparkSubmitOperator
from airflow.providers.standard.operators.bash import BashOperator
from airflow.sdk import DAG, Param

PACKAGE = os.environ.get("DTI_PACKAGE", "/opt/dti_spark")
RAW, LAKE = (f"{{{{ var.json.dti_spark[params.env].{root} }}}}" for root in ("raw", "lake"))

with DAG(
    dag_id="dti_nightly",
    description="Bring the index up to date with the logs, and publish a release if anything moved",
    schedule="30 17 * * *",  # UTC: 01:30 in Shanghai
    start_date=datetime(2026, 1, 1, tzinfo=UTC),
    catchup=False,  # one run reads everything that is new, whatever day it is of
    max_active_runs=1,  # two drivers on one lake can lose each other's commits
    dagrun_timeout=timedelta(hours=8),
    params={
        "env": Param("prod", type="string", enum=["dev", "prod"], description="Whose roots"),
        "dry_run": Param(False, type="boolean", description="Only say what would be done"),
    },
    doc_md=__doc__,
    tags=["dti"],
) as dag:
    run = SparkSubmitOperator(
        task_id="run",
        name="dti-nightly-{{ params.env }}",
        conn_id="spark_default",
        application=f"{PACKAGE}/jobs/run.py",
        py_files=f"{PACKAGE}/dti_spark.zip",
        archives=f"{PACKAGE}/environment.tar.gz#environment",
        jars=f"{PACKAGE}/jars/*.jar",
        application_args=[
            *("--raw", RAW, "--lake", LAKE, "--run", "{{ run_id }}", "--profile", "cluster"),
            # a template cannot leave an argument out; JSON on standard output does no harm
            "{{ '--dry-run' if params.dry_run else '--json' }}",
        ],
        retries=2,  # the ledger knows what was read, so a second try repeats nothing
        retry_delay=timedelta(minutes=5),
    )
    # In cluster mode the driver's exit code does not reach spark-submit reliably; the lake knows how the run ended.
    status = BashOperator(
        task_id="status",
        # of this run and no earlier one; a dry run leaves nothing behind that could tell of it
        bash_command='[[ "$DRY_RUN" == True ]] || dti status --lake "$LAKE" --run "$RUN" --json',
        env={"LAKE": LAKE, "RUN": "{{ run_id }}", "DRY_RUN": "{{ params.dry_run }}"},
        append_env=True,
        retries=0,
    )
    run >> status
