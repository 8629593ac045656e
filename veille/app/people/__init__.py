"""People: subscribers, what they ask for, their rights; staff, and how they sign in."""
