"""What every answer of the API has, whoever made it: no cache keeps it, and an error is a problem."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from troth.kernel.errors import Invalid

from . import problems


def api_answers(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware for /api/: `Cache-Control: no-store`, and 400 and 405 (which Django answers in HTML) as problems."""

    def answer(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if not request.path.startswith("/api/"):
            return response
        if response.status_code == 405 and response["Content-Type"] != problems.CONTENT_TYPE:
            response = problems.answer(problems.NotAllowed(), Allow=response["Allow"])
        elif response.status_code == 400 and "json" not in response["Content-Type"]:
            response = problems.answer(Invalid("This request can't be read. Nothing was kept."))
        response.headers.setdefault("Cache-Control", "no-store")
        return response

    return answer
