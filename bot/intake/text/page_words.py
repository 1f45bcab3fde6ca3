"""The words of what stands around an article: buttons, counters, and headings of what follows."""

# Lines that are nothing but one of these, whatever figures and signs stand beside the words.
_BUTTONS = """
поділитися, поділитись, поділитися новиною, поділитися статтею, поділитися у соцмережах, поділитися
в соцмережах, поділіться, поширити, розповісти друзям, копіювати посилання, скопіювати посилання,
копіювати лінк, скопіювати лінк, посилання скопійовано, надіслати, надіслати другу, друк,
друкувати, надрукувати, роздрукувати, версія для друку, зберегти, в закладки, до закладок, додати в
обране, додати до закладок, підписатися, підписатись, підписка, підтримати нас, підтримати, увійти,
вхід, вийти, реєстрація, зареєструватися, особистий кабінет, пошук, знайти, шукати, меню, закрити,
закрити меню, головна, головна сторінка, на головну, контакти, про нас, про проєкт, про проект, про
агенцію, редакція, команда, вакансії, реклама, реклама на сайті, розміщення реклами, на правах
реклами, рекламодавцям, архів, архів новин, усі новини, всі новини, всі рубрики, усі рубрики,
рубрики, спецпроєкти, спецпроекти, спецтеми, теми, теги, відео, фото, фото та відео, мультимедіа,
подкасти, карта сайту, мапа сайту, rss, укр, рус, eng, ukr, rus, ua, ru, en, українська, русский,
english, вгору, нагору, наверх, догори, далі, назад, наступна, попередня, наступна новина,
попередня новина, наступна публікація, попередня публікація, читати далі, детальніше, докладніше,
більше, показати ще, показати більше, завантажити ще, прийняти, прийняти всі, прийняти все,
погоджуюсь, погоджуюся, зрозуміло, налаштування cookie, налаштувати, відхилити, переглядів,
перегляди, перегляд, переглядів сторінки, кількість переглядів, прочитали, прочитань, прочитано,
прочитано разів, хв, коментарів, коментар, коментарі, фото автора, фото авторки, дата, дата
публікації, дата і час, опубліковано, primary menu, діліться, ваш email, ap logo, search query,
submit search, show search, mailto, натисни дізнайся, вподобань, подобається, лайків, репостів,
поширень, відповісти, читати російською, читати українською, читать на русском, долучитися, весь
ефір, на початок, читання хв, хв читання, хвилин читання, хвилини читання, хвилина читання, хвилин
на читання, хвилини на читання, розмір шрифту, розмір шрифту a a a, збільшити шрифт, зменшити
шрифт, слухати, слухати новину, прослухати, оцініть матеріал, повідомити про помилку, надіслати
помилку, помітили помилку, знайшли помилку, доступність посилання, перейти на основний матеріал,
перейти на основну навігацію, перейти до пошуку, пропустити до вмісту, перейти до вмісту, перейти
до основного вмісту, перейти до змісту, політика конфіденційності, політика приватності, редакційна
політика, редакційний кодекс, правила користування, правила сайту, умови використання, угода
користувача, публічна оферта, розробка сайту, facebook, twitter, x, telegram, viber, whatsapp,
instagram, youtube, tiktok, threads, linkedin, messenger, pinterest, signal, google news, google
новини, e mail, email, share, share this, share this article, copy link, print,
print this page, print this article, zobacz galerię zdjęć, home, menu, search,
log in, login, sign in, sign up, subscribe, subscribe now, newsletter, about us, about, contact us,
contacts, contact, advertisement, advertise, views, view, reads, comments, comment, min read,
minute read, minutes read, read more, load more, show more, skip to content, skip to main content,
accept, accept all, accept cookies, privacy policy, terms of use, terms of service, privacy,
careers, back to top, follow us, reuse this content, skip to navigation, skip past newsletter
promotion, after newsletter promotion, enter your email address, free weekly newsletter, free daily
newsletter, поделиться, главная, подписаться, реклама на сайте, просмотров, комментарии, войти,
read, min, save, follow, listen, listen to this article, free newsletter, prefer on google, this
audio is created with ai assistance, open in app, advertisement scroll to continue, scroll to
continue, purchase licensing rights, відео дня, прочитати пізніше, поширити новину, скасувати,
надійне джерело, слухати статтю, додати в закладки, udostępnij, skomentuj, drukuj, dalszy ciąg
materiału pod wideo, dalszy ciąg artykułu pod materiałem wideo, reklama, przejdź do treści, szukaj,
teilen, drucken, merken, anzeige, zum inhalt springen, suche, zur startseite, startseite, partager,
publicité, compartir, publicidad, condividi, pubblicità, add languages, view history, подобається
завантажується, like loading, loading, коментувати, обговорити, скопійовано, дивитися відео,
дивитись відео, share full article, skip advertisement, see all topics, link copied, end of list,
ready for more, your email, your email address, enter your email, завантажити, пожертвувати, донат,
задонатити, долучитись, нагорі, nach oben, kommentare lesen, druckansicht, vorlesen, donate, toggle
caption, hide caption, toggle more options, transcript, sponsor message, gift, s'abonner, se
connecter, ascolta l'articolo, abbonati, accedi, сподобалося, сподобалась стаття, поділіться з
друзями, поділись із друзями, share this page, the following links open in a new tab, dalsza część
artykułu pod materiałem wideo, dalsza część tekstu pod wideo, dalsza część artykułu pod wideo,
попередній наступний, назад вперед, вперед, вконтакте, одноклассники, rating, рейтинг, zaloguj,
zaloguj się, anmelden, abo, impressum, datenschutz, dodaj komentarz, skopiuj link, link kopieren,
ответить, поділитися цим, завантаження, shares, feedback to editors, add as preferred source,
generate key takeaways, jetzt testen, zum angebot, contribute, report an error, передплатити,
you have a preview view of this article while we are checking your access,
print friendly pdf, press contact, page contents, related media, skip to site index,
для негайного поширення, for immediate release, preview channel, forwarded from, aller au contenu,
ir al contenido, offrir l'article, réutiliser ce contenu, suscríbete, iniciar sesión,
free article usually reserved for subscribers,
поставити лайк, a a, увійти через google, polub nas na facebooku, ваш e mail, твітнути, копировать
ссылку, попереднє, наступне, попереднє фото, наступне фото, скачать, просмотры, просмотра,
просмотр, вподобати, вподобати це, вподобати завантаження, wyświetleń, odsłon, aufrufe, vues,
прослухати статтю, завантажити pdf, повернутися до списку, повернутися назад, до списку новин,
image, зображення, изображение, загрузка, press enter or click to view image in full size, close,
thanks for signing up, watch for us in your inbox, спочатку нові, спочатку старі,
спершу нові, спершу старі, newest first, oldest first, наші сторінки, зміст, содержание, table of
contents, you must be logged in to post a comment, never miss a story, наші соцмережі, ми в
соцмережах, view image in fullscreen, ad feedback, news provided by, фото без опису, завантажити
аудіо, published, увійти за допомогою, про мене, about me, close thanks for signing up, підсумувати
з ші, summarize with ai, pr, промо, спонсорований контент, партнерський проєкт, партнерський
матеріал, youtube player, distribuie, publicitate, comentarii, view in browser, unsubscribe,
переглянути в браузері, читати повністю, оновити, обновить, refresh, відписатися, update your
preferences, manage preferences, слів, words, app store, google play, зміст статті, tweet, like
this, дякуємо за відгук, thanks for your feedback, я підписуюсь, я підписуюся, sponsored content,
paid content, реклама від google, type your email, оновлено, обновлено, назад до новин,
назад до списку новин,
заповнити заявку, подати заявку, заповнити форму, зареєструватися,
поширити це, edit, publish, електронна пошта, перейти до рецепта, старіша публікація, новіша
публікація, повна версія сайту, мобільна версія, agb, kontakt, людям із порушенням зору, версія для
людей із порушенням зору, версія для слабозорих, made on tilda,
перейти до головного меню, перейти до інших пропозицій, купити
книжку, додати, archive, über mich, zapisz się, abonnieren, report content on this page
"""
_HEADINGS = """
коментарі, ваш коментар, останні новини, найсвіжіші новини, свіжі новини, топ дня, популярні
новини, популярне, найпопулярніше, найпопулярніші новини, найчитаніше, топ новини, топ новин, топ
тижня, головні новини, головне за день, стрічка новин, новини партнерів, від партнерів, партнерські
матеріали, інші новини, більше новин, новини дня, вибір редакції, latest news, most read, most
popular, trending, trending now, popular, post navigation, recent posts, навігація записів,
нещодавні записи, попередній запис, more news, top stories, most viewed, editors picks, головне
сьогодні, популярні новини зараз, популярне зараз, топ коментарі, читайте нас також, news feed,
suggested topics, read next, zobacz więcej, meistgelesen, previous post, next post, related posts,
найновіше, найцікавіше, найпопулярніші,
останнє, останні, популярні матеріали, najnowsze, polecane, kommentare,
komentarze, sources, share this post, more posts, responses, related tags, is this page useful,
updates to this page, explore more on these topics, related topics, пов'язані теми, последние
новости, популярные новости, новости партнеров, комментарии, контакти для змі, контакти для преси,
контакти для медіа, контакт для змі, контакт для преси, media contact, media contacts, press
contact, press contacts, kontakt dla mediów, pressekontakt, trending stories, найпопулярніші
матеріали, найпопулярніші статті, популярні статті, популярне за тиждень, популярне за добу,
top comments, стрічка, обговорення, neueste beiträge, related internet links, лента новостей,
ultimele știri, зараз популярно, обговорюють зараз, найбільш обговорюване, ще новини, література,
список літератури, список джерел, references, більше від автора, інші матеріали автора,
more from author, previous article, next article, попередній матеріал, наступний матеріал,
самое читаемое, самое популярное, join the conversation, контакт для медіа, explore the topic,
contacts for media, contact for media,
всі новини дня, усі новини дня, другие новости, другие статьи, другие материалы
"""


def _entries(words: str) -> frozenset[str]:
    return frozenset(" ".join(entry.split()) for entry in words.split(","))


BUTTONS = _entries(_BUTTONS)
HEADINGS = _entries(_HEADINGS)
