"""spark-submit jobs/run.py --raw ROOT --lake ROOT [--profile cluster]: bring the lake up to date with the raw logs."""

import sys

from dti_spark.cli import main

sys.argv.insert(1, "run")
main()
