"""What share of consultations is seen, as staff are shown it."""
