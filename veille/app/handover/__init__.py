"""Hand-over: facilitators take procedures up, note what was done, pass them on."""
