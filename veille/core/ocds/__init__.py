"""Procedures as the Open Contracting Data Standard 1.1 tells them: releases, records, packages."""

from veille.core.ocds.package import EXTENSIONS, record_package, release_package
from veille.core.ocds.release import ocid_of, record, releases

__all__ = ["EXTENSIONS", "ocid_of", "record", "record_package", "release_package", "releases"]
