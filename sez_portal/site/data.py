"""Open data: what there is, how it may be used and cited, and the releases."""

from typing import Any

from django.conf import settings
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from sez_portal.common.json_ld import in_script
from sez_portal.site import releases
from sez_portal.site.api.described import files_of
from sez_portal.site.api.formats import TYPES
from sez_portal.site.api.resources import RESOURCES
from sez_portal.site.releases import Release

PUBLISHER = "Mekong Institute"


@require_safe
def data(request: HttpRequest) -> HttpResponse:
    """What can be downloaded, now and of each release."""
    context = {
        "resources": [(resource, files_of(resource)) for resource in RESOURCES.values()],
        "releases": releases.every(),
        "licence": settings.DATA_LICENCE,
        "licence_url": settings.DATA_LICENCE_URL,
        "catalogue": in_script(catalogue()),
    }
    return render(request, "data/data.html", context)


@require_safe
def released_file(request: HttpRequest, name: str, file: str) -> FileResponse:
    """A file of a release; it never changes."""
    path = releases.file_of(name, file)
    if path is None:
        raise Http404
    answer = FileResponse(path.open("rb"), as_attachment=True, filename=f"{name}-{file}")
    answer["Cache-Control"] = "public, max-age=31536000, immutable"
    return answer


@require_safe
def data_catalogue(request: HttpRequest) -> HttpResponse:
    return JsonResponse(catalogue(), content_type="application/ld+json")


def catalogue() -> dict[str, Any]:
    """The data set as DCAT 3 (https://www.w3.org/TR/vocab-dcat-3/) in JSON-LD."""
    page = settings.SITE_URL + reverse("data")
    return {
        "@context": {
            "dcat": "http://www.w3.org/ns/dcat#",
            "dct": "http://purl.org/dc/terms/",
            "foaf": "http://xmlns.com/foaf/0.1/",
        },
        "@id": page,
        "@type": "dcat:Dataset",
        "dct:title": str(_("Special economic zones of the Lancang-Mekong region")),
        "dct:publisher": {"@type": "foaf:Agent", "foaf:name": PUBLISHER},
        "dct:license": {"@id": settings.DATA_LICENCE_URL},
        "dcat:landingPage": {"@id": page},
        "dcat:keyword": ["special economic zones", "investment", "Mekong", "incentives"],
        "dct:spatial": ["KH", "CN-YN", "CN-GX", "LA", "MM", "TH", "VN"],
        "dcat:distribution": [*_distributions(), *_released()],
    }


def _distributions() -> list[dict[str, Any]]:
    """The files of today."""
    return [
        {
            "@type": "dcat:Distribution",
            "dct:title": f"{resource.name}.{suffix}",
            "dcat:accessURL": {"@id": settings.SITE_URL + address},
            "dcat:mediaType": TYPES[suffix],
        }
        for resource in RESOURCES.values()
        for suffix, address in files_of(resource)
    ]


def _released() -> list[dict[str, Any]]:
    return [
        {
            "@type": "dcat:Distribution",
            "dct:title": file.name,
            "dct:issued": release.day.isoformat(),
            "dcat:downloadURL": {"@id": settings.SITE_URL + address_of(release, file.name)},
            "dcat:byteSize": file.size,
            "dcat:mediaType": "application/zip",
        }
        for release in releases.every()
        if (file := release.archive)
    ]


def address_of(release: Release, file: str) -> str:
    return reverse("released-file", args=[release.name, file])
