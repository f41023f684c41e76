"""The blueprint of the papers, and where its pages stand; the staff files add them."""

from flask import Blueprint

REPORT = "/intern/hoeringer/<slug>/rapport"
PACKAGES = "/intern/hoeringer/<slug>/pakke"
JOURNAL = "/intern/hoeringer/<slug>/journal"
SHEET = "/intern/hoeringer/<slug>/regneark"

blueprint = Blueprint("summary", __name__)
