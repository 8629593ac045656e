"""The project's own replay folder: an invented week of notices in the true wire formats.

``cases`` holds what is said (readable data, written by hand), one writer per wire format says it,
``folder`` puts the files together. Everything is a pure function of the cases: no clock, no chance.

Whatever looks like a body is invented and says so: every organisation has the word « fictif » or
« fictive » in its name, every address is under ``example``, every telephone number is in the range
that the French regulator keeps for fiction, and no SIREN used here can be attributed.
"""
