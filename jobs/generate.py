"""spark-submit jobs/generate.py --raw ROOT --events N: write synthetic, calibrated raw logs; none is Tencent's."""

import sys

from dti_spark.cli import main

sys.argv.insert(1, "generate")
main()
