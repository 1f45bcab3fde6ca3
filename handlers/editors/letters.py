"""The desk answers readers' letters, looks at what came with them, and takes none from some."""

from aiogram import Bot, Router
from aiogram.filters import Filter
from aiogram.types import CallbackQuery, Message

from bot.delivery.reply_sender import NotTakenError, ReplySender
from bot.domain.errors import RefusedError
from bot.domain.letter import AnswerPart
from bot.domain.letter_buttons import BlockWriter, ShowLetter
from bot.domain.people import Editor
from bot.rendering import Renderer
from bot.rendering.keyboards import block_button
from bot.rendering.letter_pages import WhoAnswers, WriterBlocked
from bot.usecases.album_answers import AlbumAnswers
from bot.usecases.letters import Letters
from handlers.callbacks import Pressed, buttons_of, message_under, presses_under
from handlers.editors.answer_albums import file_of, sign_arrival
from handlers.filters import AsTheGroup, FromAPerson, IsEditor
from handlers.replies import Reply


class AnswersLetter(Filter):
    """Lets through what replies to a message of the bot's that tells of a letter, or shows it.

    Its button says of which: the ledger may not know yet which message it was. Of an album one
    message may say for all what they reply to.
    """

    async def __call__(
        self, message: Message, bot: Bot, album_answers: AlbumAnswers
    ) -> bool | dict[str, int]:
        replied = message.reply_to_message
        if replied is None and message.media_group_id:
            known = await album_answers.letter_of(message.chat.id, message.media_group_id)
            return {"letter_id": known} if known else False
        if replied is None or replied.from_user is None or replied.from_user.id != bot.id:
            return False
        for button in (button for row in buttons_of(replied) for button in row):
            if isinstance(button.press, BlockWriter):
                return {"letter_id": button.press.letter_id}
        return False


async def answer(
    message: Message,
    *,
    letter_id: int,
    editor: Editor,
    letters: Letters,
    album_answers: AlbumAnswers,
    sender: ReplySender,
) -> None:
    """The reader gets what was typed or sent, as a reply to their letter, and not by whom.

    Killed in between, it goes out once more: rather twice than not at all. A reaction to what the
    editor wrote says that it has arrived. An album waits until it is whole.
    """
    chat_id, message_id = message.chat.id, message.message_id
    if message.media_group_id and (file := file_of(message)):
        part = AnswerPart(chat_id, message_id, message.media_group_id, file, editor.name)
        await album_answers.add(letter_id, part)
        return
    letter = await letters.letter(letter_id)
    if await letters.begin_answer(letter.id, chat_id, message_id):
        try:
            sent_as = await sender.copy(
                letter.chat_id, (chat_id, message_id), reply_to=letter.message_id
            )
        except NotTakenError as error:
            if error.is_unreachable:
                raise RefusedError("letter_unanswerable") from None
            raise
        await letters.answered(letter.id, chat_id, message_id, sent_as=sent_as, by=editor)
    await sign_arrival(sender, chat_id, message_id)


async def ask_who_answers(_message: Message, letter_id: int, reply: Reply) -> None:
    """The reader gets no answer of somebody who may be no editor; whoever is learns of it."""
    await reply.say(WhoAnswers(letter_id))


async def show(
    press: CallbackQuery,
    *,
    pressed: ShowLetter,
    editor: Editor,
    letters: Letters,
    pages: Renderer,
    sender: ReplySender,
    reply: Reply,
) -> None:
    """The letter itself, below what tells of it: a stranger's picture is nobody's surprise.

    Whoever replies to the picture itself answers the letter, too: its button says which it is.
    """
    _check_shown(press, pressed.letter_id, editor, letters)
    letter = await letters.letter(pressed.letter_id)
    await reply.pop_up()
    chat_id = press.message.chat.id if press.message else press.from_user.id
    blocked = any(not each.on for each in presses_under(press, BlockWriter))
    block = block_button(letter.id, pages.label(reply.language), blocked=blocked)
    shown = 0
    for message_id in letter.messages:
        try:
            await sender.copy(
                chat_id,
                (letter.chat_id, message_id),
                reply_to=message_under(press),
                keyboard=((block,),),
            )
            shown += 1
        except NotTakenError as error:
            if not error.is_about_content:  # else its writer has deleted this one of an album
                break
    if not shown:
        raise RefusedError("letter_gone")


async def block(
    press: CallbackQuery,
    *,
    pressed: BlockWriter,
    editor: Editor,
    letters: Letters,
    pages: Renderer,
    reply: Reply,
) -> None:
    """What tells of the letter is drawn anew by the ledger; a copy of it has this button alone."""
    _check_shown(press, pressed.letter_id, editor, letters)
    await letters.block(pressed.letter_id, on=pressed.on, by=editor)
    await reply.pop_up(WriterBlocked(on=pressed.on))
    if not any(presses_under(press, ShowLetter)):
        other = block_button(pressed.letter_id, pages.label(reply.language), blocked=pressed.on)
        await reply.mark(((other,),))


def _check_shown(press: CallbackQuery, letter_id: int, editor: Editor, letters: Letters) -> None:
    """A letter is opened where the bot has told of it: another number in a press is a forged one.

    Telegram hides what stands under a message of long ago; owners are told of every letter.
    """
    told = {each.letter_id for each in presses_under(press, BlockWriter)}
    in_desk = press.message is not None and letters.are_told_in(press.message.chat.id)
    if letter_id not in told and not in_desk and not editor.is_owner:
        raise RefusedError("letter_unknown")


def build() -> Router:
    """Stands behind all commands, and before all else that may be made of a message."""
    router = Router(name=__name__)
    router.message.register(answer, FromAPerson(), IsEditor(), AnswersLetter())
    router.callback_query.register(show, Pressed(ShowLetter), IsEditor())
    router.callback_query.register(block, Pressed(BlockWriter), IsEditor())
    return router


def in_groups() -> Router:
    """The desk's chat may be a group: there nothing else of what people say is listened to."""
    router = Router(name=f"{__name__}.in_groups")
    router.message.register(answer, FromAPerson(), IsEditor(), AnswersLetter())
    return router


def of_nobody() -> Router:
    """Stands behind that, with a way to answer in the group."""
    router = Router(name=f"{__name__}.of_nobody")
    router.message.register(ask_who_answers, FromAPerson(), AsTheGroup(), AnswersLetter())
    return router
