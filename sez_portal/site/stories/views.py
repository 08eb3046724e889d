"""The story pages, and the list of those that have something to tell."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from sez_portal.records.page_cache import for_everybody
from sez_portal.site.stories import along_railway, kept_current, near_seaports, tax_law
from sez_portal.site.stories.story import Story
from zones import facets

STORIES = {
    story.slug: story
    for story in (
        Story("near-a-main-seaport", _("Which zones lie near a main seaport?"), near_seaports.tell),
        Story(
            "along-the-railway",
            _("Which zones lie along the railway from Kunming to Vientiane?"),
            along_railway.tell,
        ),
        Story("tax-rules", _("What changed in the tax rules for zones?"), tax_law.tell),
        Story("kept-up-to-date", _("Which zones keep their page up to date?"), kept_current.tell),
    )
}


@require_safe
@for_everybody
def stories(request: HttpRequest) -> HttpResponse:
    """List the questions that the records answer now."""
    index = facets.current()
    told = [(story, story.tell(index)) for story in STORIES.values()]
    context = {"stories": [(story, answer) for story, answer in told if answer.parts]}
    return render(request, "stories/index.html", context)


@require_safe
@for_everybody
def story(request: HttpRequest, slug: str) -> HttpResponse:
    if slug not in STORIES:
        raise Http404
    story = STORIES[slug]
    context = {
        "story": story,
        "told": story.tell(facets.current()),
        "crumbs": [(_("Answers from the records"), reverse("stories"))],
    }
    return render(request, "stories/story.html", context)
