"""What a line can be to an article, and the words that say so before a colon."""

from enum import Enum, auto


class LineKind(Enum):
    """What a line is to an article."""

    TEXT = auto()
    DATE = auto()
    SECTION = auto()  # named by a label, as «Рубрика: Світ»
    AUTHOR = auto()
    LINK = auto()
    SOURCE = auto()  # where the story comes from, perhaps with its address
    PHOTO = auto()
    CAPTION = auto()  # what a picture shows, by a label
    LABEL = auto()  # a label whose value is no field of an article, as «Теги:»
    RELATED = auto()
    BOILERPLATE = auto()
    STOP = auto()  # the article is over here


_LABELS = {
    LineKind.AUTHOR: """
        from,
        автор, автори, авторка, автор(ка), авторка тексту, автор статті, автор матеріалу, автор
        тексту, автор новини, автор публікації, текст, журналіст, журналістка, підготував,
        підготувала, підготували, author, authors, written by, by, авторы, автор статьи, words by,
        story by, autor, autorka, autoren, auteur, tekst, тексти, von,
        ein artikel von, написав, написала, opracowanie, opracował, opracowała, oprac,
        redagowała, redagował, підготовка, опрацював, опрацювала, подготовил, подготовила
    """,
    LineKind.SECTION: """
        рубрика, розділ, категорія, section, category, раздел, рубрики, категорії, categories,
        kategoria, kategorie, рубрика новини, posted in, опубліковано в
    """,
    LineKind.SOURCE: """
        джерело, джерела, за матеріалами, посилання, посилання на новину, посилання на статтю,
        першоджерело, оригінал, адреса, source, sources, link, url, читати на сайті, источник,
        ссылка, читати повністю, читайте повністю
    """,
    LineKind.PHOTO: """
        фото, світлина, знімок, ілюстрація, photo, image, відео, video, photo by, фото з відкритих
        джерел, ілюстративне фото, автор фото, image source, джерело зображення, bild, foto, fot,
        zdjęcie, photograph, image credit, photo credit, bildquelle, quelle, źródło, źródło zdjęć,
        źródło zdjęcia, autor zdjęcia, фотограф, фотографка, архівне фото, снимок, колаж, скриншот,
        коллаж
    """,
    LineKind.CAPTION: """
        підпис до фото, підпис до зображення, image caption, photo caption
    """,
    LineKind.LABEL: """
        теги, тег, ключові слова, мітки, метки, позначки, ключевые слова, tags, tag,
        keywords, роль, редактор, редакторка, editor, коректор, переклад, теги новини, теми,
        позначено, ілюстрації, ілюстраторка, ілюстратор, верстка,
        topics, role, дизайн, монтаж, поділитися, переглядів, перегляди, лічильник, счётчик,
        счетчик, кількість переглядів, кількість відвідувань, liczba wyświetleń, wyświetleń,
        odsłon, aufrufe, просмотров, просмотры, hits, коментарі, views,
        comments, share, більше новин про, новини за тегом, рейтинг, rating, tagi,
        schlagwörter, schlagworte, themen, tagged, новини за темою, схожі теми, archivado en,
        etiquetas, mots-clés, sujets
    """,
    LineKind.RELATED: """
        читайте, читай також, читай ще, читайте також, читати також, також читайте, читайте ще,
        читайте теж, читайте також по темі, читайте по темі, читайте за темою, читати ще,
        дивіться також, по темі, за темою,
        до теми, на цю ж тему,
        на цю тему, більше на тему, більше за темою, більше по темі, схожі новини, схожі
        матеріали, схожі статті, пов'язані новини, новини за темою, новини по темі, матеріали за
        темою, матеріали по темі, інші новини за темою, також по темі, також за темою, read also,
        also read, see also, related, related news, related article, related story, recommended
        stories, related stories, related articles, more on this topic, read more, читайте также,
        більше цікавого, читайте більше, zobacz
        także, zobacz też, zobacz wideo, czytaj także, czytaj też, przeczytaj także, lesen sie
        auch, lesen sie mehr, lire aussi, à lire aussi, leer también, lea también, leggi anche,
        keep reading, más información, te puede interesar, noticias relacionadas,
        sur le même sujet,
        більше по темі,
        more on this story, related content, mehr zum thema, zum thema, das könnte sie
        auch interessieren,
        auch interessant, материалы по теме, по теме, похожие материалы, читайте по теме, смотрите
        также, вам может быть интересно, схожі записи, схожі публікації, więcej na ten temat,
        przeczytaj również, zobacz również, w temacie, powiązane artykuły, you may also like,
        you might also like,
        further reading, more like this, recommended reading, explore further, ще за темою, ще по
        темі, ще на цю тему, ще на тему, що ще почитати, читати за темою,
        что еще почитать, что ещё почитать, еще по теме, ещё по теме,
        матеріали до теми,
        інші новини рубрики, інші новини розділу, новини рубрики, новини розділу, матеріали на
        тему, citește și, citiți și, vezi și, prečítajte si aj, čítajte aj, другие новости
        рубрики, другие новости раздела, більше про це, ще про це, більше про це читайте,
        детальніше про це
    """,
}
KIND_OF_LABEL = {
    " ".join(label.split()): kind
    for kind, labels in _LABELS.items()
    for label in labels.split(",")
}
