"""The blueprint of the papers, and where its pages stand; staff.py and staff_papers.py add them."""

from flask import Blueprint

REPORT = "/intern/hoeringer/<slug>/rapport"
PACKAGES = "/intern/hoeringer/<slug>/pakke"

blueprint = Blueprint("summary", __name__)
