"""One change of meaning at a time: every mutant that a module's syntax tree has in it."""

import ast
import re
from dataclasses import dataclass

_FLIPPED: dict[type[ast.cmpop], tuple[type[ast.cmpop], ...]] = {
    ast.Lt: (ast.LtE, ast.GtE),
    ast.LtE: (ast.Lt, ast.Gt),
    ast.Gt: (ast.GtE, ast.LtE),
    ast.GtE: (ast.Gt, ast.Lt),
    ast.Eq: (ast.NotEq,),
    ast.NotEq: (ast.Eq,),
    ast.Is: (ast.IsNot,),
    ast.IsNot: (ast.Is,),
    ast.In: (ast.NotIn,),
    ast.NotIn: (ast.In,),
}
_OTHER_OPERATOR: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.FloorDiv,
    ast.Div: ast.Mult,
    ast.FloorDiv: ast.Mult,
    ast.Mod: ast.Add,
    ast.BitOr: ast.BitAnd,
    ast.BitAnd: ast.BitOr,
}
_OTHER_NAME = {
    "min": "max",
    "max": "min",
    "any": "all",
    "all": "any",
    "and_": "or_",
    "or_": "and_",
}
_CONDITIONS = {"where", "and_", "or_"}
_CAN_GO = {"order_by", "limit", "distinct", "desc", "on_conflict_do_nothing"}
_VALUES = {"values", "replace", "dict"}
_PROGRAMMERS = {"ValueError", "TypeError", "RuntimeError", "KeyError", "LookupError"}
_SAY_NOTHING = {"TypeVar", "NewType", "cast", "getLogger", "Router"}


@dataclass(frozen=True, slots=True)
class Mutant:
    """A module's text with one change. Columns count bytes, as the syntax tree's do."""

    path: str
    place: str  # the function, with its class
    line: str  # the line's text, where the change begins
    was: str
    now: str
    start: tuple[int, int]  # line from 1, column
    end: tuple[int, int]
    lines: tuple[int, ...]  # whoever runs one of these meets the change

    @property
    def in_function(self) -> bool:
        return self.place != ""

    def __str__(self) -> str:
        place = self.place or "the module itself"
        return (
            f"{self.path}:{self.start[0]} in {place}: {self.line}\n"
            f"    - {self.was}\n    + {self.now or '(nothing)'}"
        )


def of_module(path: str, source: str) -> list[Mutant]:
    """All mutants of a module, in the order of its lines."""
    finder = _Finder(path, source)
    finder.visit(ast.parse(source))
    unique = {(mutant.start, mutant.end, mutant.now): mutant for mutant in finder.found}
    return sorted(unique.values(), key=lambda mutant: (mutant.start, mutant.end, mutant.now))


def changed(source: str, mutant: Mutant) -> str:
    """The module's text with the change in it."""
    lines = source.encode().splitlines(keepends=True)
    before, after = _offset(lines, mutant.start), _offset(lines, mutant.end)
    whole = b"".join(lines)
    # As many lines as before, so that what follows stays where coverage has seen it.
    spare = whole[before:after].count(b"\n") - mutant.now.count("\n")
    return (whole[:before] + mutant.now.encode() + b"\\\n" * spare + whole[after:]).decode()


def _offset(lines: list[bytes], place: tuple[int, int]) -> int:
    return sum(map(len, lines[: place[0] - 1])) + place[1]


class _Finder(ast.NodeVisitor):
    def __init__(self, path: str, source: str) -> None:
        self.found: list[Mutant] = []
        self._path = path
        self._bytes = source.encode()
        self._lines_of_text = self._bytes.splitlines(keepends=True)
        self._places: list[str] = []
        self._in_function = 0
        self._lines: tuple[int, ...] = ()
        self._members = _members(source)

    # --- where we are ---

    def visit(self, node: ast.AST) -> None:
        if isinstance(node, ast.stmt):
            outer, self._lines = self._lines, _lines_of(node)
            if not _says_nothing(node):
                self._statement(node)
                super().visit(node)
            self._lines = outer
        else:
            super().visit(node)

    def visit_ClassDef(self, node: ast.ClassDef) -> None:
        if any(_name_of(parent) in {"StrEnum", "Enum"} for parent in node.bases):
            return  # another name is the same everywhere
        self._places.append(node.name)
        for statement in node.body:
            self.visit(statement)
        self._places.pop()

    def visit_FunctionDef(self, node: ast.FunctionDef | ast.AsyncFunctionDef) -> None:
        if node.name == "__repr__":
            return
        for default in (*node.args.defaults, *node.args.kw_defaults):
            if default is not None:
                self.visit(default)
        self._places.append(node.name)
        self._in_function += 1
        for statement in node.body:
            self.visit(statement)
        self._in_function -= 1
        self._places.pop()

    visit_AsyncFunctionDef = visit_FunctionDef  # noqa: N815

    def visit_AnnAssign(self, node: ast.AnnAssign) -> None:
        if node.value is not None:
            self.visit(node.value)

    # --- statements ---

    def _statement(self, node: ast.stmt) -> None:
        match node:
            case ast.Expr(value=ast.Call() | ast.Await(value=ast.Call())):
                self._put(node, "pass")
            case ast.Raise() | ast.Break() | ast.Continue() | ast.Delete():
                self._put(node, "pass")
            case ast.AugAssign() if self._in_function:
                self._put(node, "pass")
            case ast.Assign(targets=[ast.Attribute() | ast.Subscript()]) if self._in_function:
                if self._places[-1] != "__init__":
                    self._put(node, "pass")
            case ast.Return(value=value) if value is not None and not _says_no(value):
                self._put(node, "return None")
            case ast.If(test=test, body=body, orelse=[]) if _leaves(body[-1]):
                self._put(test, "False")

    def visit_ExceptHandler(self, node: ast.ExceptHandler) -> None:
        if not isinstance(node.body[0], ast.Raise):
            self._put(node.body[0], "raise", lines=_lines_of(node.body[0]))
        self.generic_visit(node)

    def visit_If(self, node: ast.If | ast.While | ast.IfExp) -> None:
        if not isinstance(node.test, ast.Compare | ast.UnaryOp | ast.BoolOp | ast.Constant):
            self._put(node.test, f"not {_wrapped(node.test)}")
        self.generic_visit(node)

    visit_While = visit_If  # noqa: N815
    visit_IfExp = visit_If  # noqa: N815

    # --- expressions ---

    def visit_Compare(self, node: ast.Compare) -> None:
        for n, operator in enumerate(node.ops):
            for other in _FLIPPED.get(type(operator), ()):
                ops = [*node.ops[:n], other(), *node.ops[n + 1 :]]
                self._put(node, ast.unparse(ast.Compare(node.left, ops, node.comparators)))
        self.generic_visit(node)

    def visit_BoolOp(self, node: ast.BoolOp) -> None:
        other = ast.Or() if isinstance(node.op, ast.And) else ast.And()
        self._put(node, _wrapped(ast.BoolOp(other, node.values)))
        for n in range(len(node.values)):
            left = [*node.values[:n], *node.values[n + 1 :]]
            self._put(node, _wrapped(left[0] if len(left) == 1 else ast.BoolOp(node.op, left)))
        self.generic_visit(node)

    def visit_UnaryOp(self, node: ast.UnaryOp) -> None:
        if isinstance(node.op, ast.Not | ast.Invert | ast.USub):
            self._put(node, _wrapped(node.operand))
        self.generic_visit(node)

    def visit_BinOp(self, node: ast.BinOp) -> None:
        if other := _OTHER_OPERATOR.get(type(node.op)):
            self._put(node, ast.unparse(ast.BinOp(node.left, other(), node.right)))
        self.generic_visit(node)

    def visit_Constant(self, node: ast.Constant) -> None:
        match node.value:
            case bool(value):
                self._put(node, str(not value))
            case 0 | 0.0:
                self._put(node, "1")
            case 1:
                self._put(node, "0")
                self._put(node, "2")
            case int(value) | float(value):
                self._put(node, repr(value * 2))
                self._put(node, repr(value // 2 if isinstance(value, int) else value / 2))
            case str(value) if value:
                self._put(node, repr(value + "x"))

    def visit_JoinedStr(self, node: ast.JoinedStr) -> None:
        """Python 3.11 does not say where the parts of an f-string stand."""

    def visit_Attribute(self, node: ast.Attribute) -> None:
        if isinstance(node.value, ast.Name) and node.attr.isupper():
            members = self._members.get(node.value.id, [])
            if len(members) > 1:
                other = members[(members.index(node.attr) + 1) % len(members)]
                self._put(node, f"{node.value.id}.{other}")
        self.generic_visit(node)

    def visit_Call(self, node: ast.Call) -> None:
        name = _name_of(node.func)
        if name in _SAY_NOTHING:
            return
        if isinstance(node.func, ast.Name) and name in _OTHER_NAME:
            self._put(node.func, _OTHER_NAME[name])
        if name in _CONDITIONS:
            for condition in node.args:
                self._put(condition, "*()")
        if isinstance(node.func, ast.Attribute) and name in _CAN_GO:
            self._put(node, "", start=_end_of(node.func.value))
        if name in _VALUES:
            for value in node.keywords:
                self._put(value, "**{}")
        if name == "with_for_update":  # nothing on SQLite, where one writes at a time
            self.visit(node.func)
            return
        if name == "zip":  # `strict` is for programmers
            node = ast.Call(node.func, node.args, [])
        self.generic_visit(node)

    # --- what is found ---

    def _put(
        self,
        node: ast.expr | ast.stmt | ast.keyword,
        now: str,
        *,
        lines: tuple[int, ...] = (),
        start: tuple[int, int] | None = None,
    ) -> None:
        start = start or (node.lineno, node.col_offset)
        end = _end_of(node)
        was = self._bytes[_offset(self._lines_of_text, start) : _offset(self._lines_of_text, end)]
        self.found.append(
            Mutant(
                path=self._path,
                place=".".join(self._places) if self._in_function else "",
                line=self._lines_of_text[start[0] - 1].decode().strip(),
                was=_on_one_line(was.decode()),
                now=_on_one_line(now),
                start=start,
                end=end,
                lines=lines or self._lines,
            )
        )


def _members(source: str) -> dict[str, list[str]]:
    """By a class's name, the members of it that a module names, such as DUE of State."""
    found: dict[str, list[str]] = {}
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            named = found.setdefault(node.value.id, [])
            if node.value.id[0].isupper() and node.attr.isupper() and node.attr not in named:
                named.append(node.attr)
    return found


def _end_of(node: ast.expr | ast.stmt | ast.keyword) -> tuple[int, int]:
    return (node.end_lineno or node.lineno, node.end_col_offset or 0)


def _lines_of(node: ast.stmt) -> tuple[int, ...]:
    """A statement's lines; of one that holds others, its head's."""
    body = getattr(node, "body", None)
    last = body[0].lineno - 1 if body and isinstance(body, list) else node.end_lineno
    return tuple(range(node.lineno, max(node.lineno, last or 0) + 1))


def _says_nothing(node: ast.stmt) -> bool:
    """Log lines, docstrings, imports, what is only for programmers."""
    match node:
        case ast.Expr(value=ast.Constant()) | ast.Import() | ast.ImportFrom() | ast.Assert():
            return True
        case ast.Expr(value=ast.Call(func=ast.Attribute(value=ast.Name(id="_logger" | "logger")))):
            return True
        case ast.Raise(exc=ast.Call(func=ast.Name(id=name))) if name in _PROGRAMMERS:
            return True
        case ast.Assign(targets=[ast.Name(id=name)]) if name in {"__slots__", "__all__"}:
            return True
        case ast.Assign(value=ast.Call(func=func)) if _name_of(func) in _SAY_NOTHING:
            return True
    return False


def _leaves(node: ast.stmt) -> bool:
    return isinstance(node, ast.Return | ast.Raise | ast.Continue | ast.Break)


def _says_no(node: ast.expr) -> bool:
    """To whoever asks, False and None are the same."""
    return isinstance(node, ast.Constant) and (node.value is None or node.value is False)


def _name_of(function: ast.expr) -> str:
    match function:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name
    return ""


def _wrapped(node: ast.expr) -> str:
    return f"({ast.unparse(node)})"


def _on_one_line(text: str) -> str:
    return re.sub(r"\s*\n\s*", " ", text)
