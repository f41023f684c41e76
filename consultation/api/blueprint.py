"""The blueprint of public data, and what all its answers carry, refusals too."""

from flask import Blueprint, Response, request

from consultation.web.i18n import DATA_ROOT

ROOT = f"{DATA_ROOT}/v1"
METHODS = "GET, HEAD, OPTIONS"
blueprint = Blueprint("api", __name__, url_prefix=ROOT)


@blueprint.after_app_request
def share(response: Response) -> Response:
    """Pages of any site may read this: the same for everybody, no cookie is read or set, nothing can be changed (A5).

    Search engines find the pages instead, where they are told at once when a response is taken down (R35).
    """
    if request.path.startswith(DATA_ROOT + "/"):
        response.headers["Access-Control-Allow-Origin"] = "*"
        response.headers["Access-Control-Expose-Headers"] = "ETag, Link"
        response.headers["X-Robots-Tag"] = "noindex"
        if request.method == "OPTIONS":
            response.headers["Access-Control-Allow-Methods"] = METHODS
            response.headers["Access-Control-Allow-Headers"] = "If-None-Match"
    return response
