"""Pages that the stories paste: invented news in the agency's layout."""

SECTION = "Світ"


def a_page(
    headline: str = "Порт Роттердама відкрив зелений термінал",
    *,
    section: str = "СВІТ",
    date: str = "10.05.2023, 15:25",
    lead: str = "Перші кораблі без викидів причалять уже восени",
    body: str | None = None,
    link: str | None = None,
) -> str:
    if body is None:
        body = f"Робота тривала чотири роки: «{headline}» — так про неї пишуть."
    lines = [headline, "", section, date, headline, "", lead, "", body, "", "Автор : Марія Коваль"]
    if link:
        lines = [link, "", *lines]
    return "\n".join(lines)
