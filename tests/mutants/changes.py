"""The wrong changes: what can be changed in a module, one thing at a time."""

import ast
import copy
import re
from collections.abc import Iterator
from typing import Any, NamedTuple

OTHER: dict[type[ast.AST], type[ast.AST]] = {
    ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt, ast.Eq: ast.NotEq, ast.NotEq: ast.Eq,
    ast.Is: ast.IsNot, ast.IsNot: ast.Is, ast.In: ast.NotIn, ast.NotIn: ast.In, ast.And: ast.Or, ast.Or: ast.And,
    ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.FloorDiv,
}  # fmt: skip
SWAPPED = {"min": "max", "max": "min", "any": "all", "all": "any", "is_": "is_not", "is_not": "is_", "and_": "or_"}
SAID = ("log", "logger", "typer", "console", "svg")
"""Whose calls only tell an operator something, or draw a line or a box: whether it is done well, people judge."""
LEFT_OUT = ("annotation", "returns", "decorator_list", "bases")
NOT_SEEN = re.compile(
    r".*SECONDS|timeout|read_timeout|cache_ok|index|expanding|strict|TYPE_CHECKING|time\.monotonic|daemon|close"
)
"""Names whose changes no quick test can see.

A wait of a second more, and a clock that shows just this instant; what only makes it faster (a cache; an index, which
`alembic check` compares with the migrations); what SQLAlchemy sets by itself, and what a type checker alone reads; a
thread that stops with its process, and what is closed there.
"""
FUNCTION = ast.FunctionDef | ast.AsyncFunctionDef
NAMED = FUNCTION | ast.ClassDef


class Place(NamedTuple):
    """A change that can be made: the node, counted as `nodes` gives them, and what is done to it.

    function: the innermost function around it, as `nodes` calls it; empty outside of all. told: what stands there.
    """

    module: str
    line: int
    at: int
    kind: str
    function: str
    told: str


def nodes(node: ast.AST, around: str = "") -> Iterator[tuple[ast.AST, str]]:
    """Every node below one that may be changed, each with the function around it: Class.method, function.inner."""
    for name, value in ast.iter_fields(node):
        for each in value if isinstance(value, list) else [value]:
            if isinstance(each, ast.AST) and name not in LEFT_OUT and not _only_tells(each) and not _not_seen(each):
                inside = f"{around}.{each.name}".strip(".") if isinstance(each, NAMED) else around
                yield each, inside
                yield from nodes(each, inside)


def _only_tells(node: ast.AST) -> bool:
    """An import, a docstring, or a word to the log."""
    if not isinstance(node, ast.Expr):
        return isinstance(node, ast.Import | ast.ImportFrom)
    calls = isinstance(node.value, ast.Call) and ast.unparse(node.value.func).split(".")[0] in SAID
    return calls or isinstance(node.value, ast.Constant)


def _not_seen(node: ast.AST) -> bool:
    """What is set, called or compared under one of the names that nobody sees."""
    match node:
        case ast.Assign(targets=[target, *_]) | ast.AnnAssign(target=target):
            named = [target]
        case ast.keyword(arg=str(name)):
            return NOT_SEEN.fullmatch(name) is not None
        case ast.Expr(value=ast.Call(func=ast.Attribute(attr=name))):
            return NOT_SEEN.fullmatch(name) is not None
        case ast.Compare(left=left, comparators=others):
            named = [each.func for side in (left, *others) for each in ast.walk(side) if isinstance(each, ast.Call)]
        case ast.If(test=test):
            named = [test]
        case _:
            return False
    return any(NOT_SEEN.fullmatch(ast.unparse(each)) for each in named)


def variants(node: ast.AST) -> Iterator[tuple[str, ast.AST]]:
    """What can be made of a node, and what that is called."""
    match node:
        case ast.Compare(ops=[op, *rest]) if type(op) in OTHER:
            yield "other operator", _with(node, ops=[OTHER[type(op)](), *rest])
        case ast.BoolOp(op=op) | ast.BinOp(op=op) if type(op) in OTHER:
            yield "other operator", _with(node, op=OTHER[type(op)]())
        case ast.UnaryOp(op=ast.Not()):
            yield "without not", node.operand
        case ast.If(test=test) | ast.IfExp(test=test) | ast.While(test=test):
            if not isinstance(test, ast.Compare | ast.UnaryOp):  # they have changes of their own
                yield "not the condition", _with(node, test=ast.UnaryOp(ast.Not(), test))
        case ast.Constant(value=bool(value)):
            yield "other value", _with(node, value=not value)
        case ast.Constant(value=int(value) | float(value)):
            yield "other value", _with(node, value=value + 1)
        case ast.Return(value=ast.expr() as value) if not isinstance(value, ast.Constant):
            yield "return None", _with(node, value=ast.Constant(None))
        case ast.Expr(value=ast.Call()) | ast.Raise(exc=ast.expr()):
            yield "left out", ast.Pass()
        case ast.Call(func=ast.Attribute(attr="where"), args=[_, _, *_]):
            yield "one condition less", _with(node, args=node.args[:-1])
        case ast.Call(func=ast.Attribute(attr="desc", value=value)):
            yield "other order", value
        case ast.Call(func=ast.Attribute(attr=name) | ast.Name(id=name)) if name in SWAPPED:
            field = "attr" if isinstance(node.func, ast.Attribute) else "id"
            yield "other function", _with(node, func=_with(node.func, **{field: SWAPPED[name]}))


def _with(node: ast.AST, **fields: Any) -> ast.AST:
    """A node like this one, but for some of its fields."""
    other = copy.copy(node)
    for name, value in fields.items():
        setattr(other, name, value)
    return other


def places(module: str, source: str) -> list[Place]:
    """All changes that can be made to a module."""
    return [
        Place(module, getattr(node, "lineno", 0), at, kind, function, " ".join(ast.unparse(node).split())[:70])
        for at, (node, function) in enumerate(nodes(ast.parse(source)))
        for kind, _ in variants(node)
    ]


def with_change(tree: ast.Module, place: Place) -> ast.Module:
    """The module with one change."""
    wanted = next(node for at, (node, _) in enumerate(nodes(tree)) if at == place.at)
    made = dict(variants(wanted))[place.kind]

    class Make(ast.NodeTransformer):
        def visit(self, node: ast.AST) -> ast.AST:
            return ast.copy_location(made, node) if node is wanted else self.generic_visit(node)

    Make().visit(tree)
    return tree
