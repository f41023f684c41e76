"""The blueprint of moderation, and where its pages stand; every staff*.py adds some."""

from flask import Blueprint

blueprint = Blueprint("moderation", __name__)

QUEUE = "/intern/hoeringer/<slug>/gennemgang"
DESK = "/intern/hoeringer/<slug>/svar/<label>/gennemgang"
FILE = f"{DESK}/filer/<int:position>"
PAGE = f"{FILE}/side/<int:page>"
GROUPS = "/intern/hoeringer/<slug>/grupper"
GROUP = f"{GROUPS}/<group_key>"
