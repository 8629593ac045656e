"""Subscribers, for staff: facilitators see them, admins change them."""

PREFIX = "/equipe/abonnes"
