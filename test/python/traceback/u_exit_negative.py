# Negative exit codes.
import sys
sys.exit(-1)
