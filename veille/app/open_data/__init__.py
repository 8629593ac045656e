"""What anyone may take away: OCDS packages of a period, a daily dump of procedures and verdicts."""
