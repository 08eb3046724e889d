"""The boxes of a page where somebody says that figures are still true."""


def ticks(client, address: str, *names: str) -> list[str]:
    """What the boxes of these figures send, or those of all that can be confirmed."""
    sections = client.get(address).context["sections"]
    figures = [figure for section in sections for figure in section.figures]
    return [
        figure.tick
        for figure in figures
        if figure.can_be_confirmed and (not names or figure.name in names)
    ]
