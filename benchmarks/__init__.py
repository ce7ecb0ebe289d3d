"""What `make bench` runs: ratios in one run, counts of queries, peaks of memory; beside each the aim that was set."""
