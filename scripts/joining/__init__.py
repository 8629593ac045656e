"""Made pairs of contracts and procedures, to measure the join on."""
