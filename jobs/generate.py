"""spark-submit jobs/generate.py --raw ROOT --events N: write synthetic raw logs."""

import sys

from dti_spark.cli import main

sys.argv.insert(1, "generate")
main()
