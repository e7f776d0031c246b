# Exit codes wrap at 256.
raise SystemExit(259)
