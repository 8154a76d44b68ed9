"""The `youju` command: arguments in, results to stdout, progress and complaints to stderr.

Only the standard library is imported here; settings are loaded when they are read, and `rag.commands` loads what a command
needs when it runs, so `youju --help` answers at once. With `--json` exactly one JSON value is printed, also when something goes wrong.

Exit status: 0 done (a refusal is done), 1 some inputs failed, 2 wrong usage, 3 integrity or lock.
"""

from __future__ import annotations

import argparse
import atexit
import gc
import io
import json
import re
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

from index import errors
from index.errors import ConfigurationError, InvalidRequest, YoujuError
from rag import commands
from rag.incident import incident
from rag.version import version

if TYPE_CHECKING:
    from rag.settings import Settings

FAILED, USAGE, INTEGRITY = 1, 2, 3
INTERRUPTED = 130

EXIT_STATUS: dict[type[YoujuError], int] = {
    errors.DocumentError: FAILED,
    errors.RequestError: USAGE,
    errors.NotFound: USAGE,
    errors.AccessError: USAGE,
    errors.UnknownHome: USAGE,
    errors.HomeError: INTEGRITY,
    errors.UnknownModel: USAGE,
    errors.ModelError: FAILED,
    errors.ConfigurationError: USAGE,
    YoujuError: FAILED,
}
"""By class; the nearest class above counts."""


def main(argv: Sequence[str] | None = None) -> int:
    """Runs one command and returns its exit status."""
    atexit.register(gc.freeze)  # what is left goes with the process: looking through it once more takes a sixth of a question's time
    _speak_utf8()
    arguments = list(sys.argv[1:] if argv is None else argv)
    as_json = "--json" in arguments
    try:
        if arguments[:1] == ["eval"]:
            return commands.evaluate(arguments[1:])
        options = parser().parse_args(arguments)
        outcome = options.run(options, _settings(options))
    except YoujuError as error:
        return _complain(error, as_json)
    except KeyboardInterrupt:
        return INTERRUPTED
    except Exception:
        return _complain(incident(f"youju {arguments[0]}"), as_json)
    _print(outcome.text if not as_json else "" if outcome.data is None else json.dumps(outcome.data, ensure_ascii=False))
    return int(outcome.status)


def exit_status(error: type[YoujuError]) -> int:
    return next(EXIT_STATUS[cls] for cls in error.__mro__ if cls in EXIT_STATUS)


def _complain(error: YoujuError, as_json: bool) -> int:
    sys.stderr.write(f"错误（{error.code}）：{error.message}\n")
    if as_json:
        _print(json.dumps({"error": {"code": error.code, "message": error.message}}, ensure_ascii=False))
    return exit_status(type(error))


def _print(text: str) -> None:
    if text:
        sys.stdout.write(text.rstrip("\n") + "\n")


def _speak_utf8() -> None:
    """Whatever the locale says: results are read by programs, and they are Chinese."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8")


@commands.without_collector()
def _settings(options: argparse.Namespace) -> Settings:
    """From the environment, with what the command line says instead. Raises ConfigurationError."""
    from pydantic import ValidationError  # noqa: PLC0415  loading it takes a seventh of a question's time

    from rag.settings import Settings  # noqa: PLC0415

    given = {name: getattr(options, name, None) for name in ("home", "host", "port")}
    try:
        return Settings(**{name: value for name, value in given.items() if value is not None})
    except ValidationError as error:
        first = error.errors()[0]
        raise ConfigurationError(f"YOUJU_{str(first['loc'][0]).upper()}", detail=f"值无法使用（{first['msg']}）") from error


class _Parser(argparse.ArgumentParser):
    """Speaks Chinese, and raises InvalidRequest instead of leaving the program."""

    def __init__(self, *, with_help: bool = True, **options: Any) -> None:  # noqa: ANN401  argparse's own
        super().__init__(**{**options, "add_help": False, "formatter_class": _Formatter})
        self._positionals.title, self._optionals.title = "参数", "选项"
        if with_help:
            self.add_argument("-h", "--help", action="help", help="显示这段说明")

    def error(self, message: str) -> NoReturn:
        raise InvalidRequest(f"{_in_chinese(message)}（用法见 {self.prog} --help）")


class _Formatter(argparse.HelpFormatter):
    def __init__(self, prog: str) -> None:
        super().__init__(prog, max_help_position=30)
        self._action_max_length = 14

    def add_usage(self, usage: str | None, actions: object, groups: object, prefix: str | None = None) -> None:
        super().add_usage(usage, actions, groups, "用法：" if prefix is None else prefix)  # type: ignore[arg-type]

    def _format_action(self, action: argparse.Action) -> str:
        """Commands without a line that only says 命令 again."""
        text = super()._format_action(action)
        return text.partition("\n")[2] if isinstance(action, argparse._SubParsersAction) else text


_COMPLAINTS = (
    (r"the following arguments are required: (.+)", r"缺少参数 \1"),
    (r"unrecognized arguments: (.+)", r"不认识的参数 \1"),
    (r"argument (.+): invalid choice: '?(.*?)'? \(.*", r"没有“\2”这个\1"),
    (r"argument (.+): invalid \w+ value: '?(.*?)'?$", r"参数 \1 的值“\2”不正确"),
    (r"argument (.+): expected (?:one|at least one) argument.*", r"参数 \1 后面缺少值"),
    (r"argument (.+): not allowed with argument (.+)", r"参数 \1 与 \2 不能同时使用"),
    (r"argument (.+): ignored explicit argument.*", r"参数 \1 不带值"),
)
"""argparse's complaints, in Chinese."""


def _in_chinese(message: str) -> str:
    for pattern, chinese in _COMPLAINTS:
        if found := re.fullmatch(pattern, message):
            return found.expand(chinese)
    return message


def parser() -> argparse.ArgumentParser:
    """All commands with their arguments; `run` of the result is the function that does it."""
    top = _Parser(prog="youju", description="有据：对中文公文提问，回答的每句话都标明出处。")
    top.add_argument("--version", action="version", version=f"youju {version()}", help="显示版本")
    kinds = top.add_subparsers(title="命令", metavar="命令", required=True, parser_class=_Parser)
    common = _common()
    _add_library_commands(kinds, common)
    _add_question_commands(kinds, common)
    _add_documents(kinds, common)
    _add_dictionary(kinds, common)
    _add_service_commands(kinds, common)
    return top


def _common() -> _Parser:
    common = _Parser(with_help=False)
    group = common.add_argument_group("通用选项")
    group.add_argument("--home", type=Path, metavar="目录", help="资料库目录（默认 YOUJU_HOME，否则 ./youju-data）")
    group.add_argument("--json", action="store_true", help="输出 JSON")
    return common


_Commands = argparse._SubParsersAction  # no public name


def _add_library_commands(kinds: _Commands[_Parser], common: _Parser) -> None:
    ingest = _command(kinds, common, "ingest", commands.ingest, "把文件或文件夹加入资料库")
    ingest.add_argument("paths", type=Path, nargs="+", metavar="路径", help="文件或文件夹（逐级读取）")
    ingest.add_argument("--collection", default="default", metavar="名称", help="放入的资料集（默认 default）")
    ingest.add_argument("--prune", action="store_true", help="移除文件夹中已不存在的文件")
    _command(kinds, common, "verify", commands.verify, "核对数据库与两个索引是否一致")
    rebuild = _command(kinds, common, "rebuild", commands.rebuild, "由数据库重建索引")
    rebuild.add_argument("--reembed", action="store_true", help="用当前向量模型重新计算向量")
    rebuild.add_argument("--reparse", action="store_true", help="由原件重新解析全部文件")


def _add_question_commands(kinds: _Commands[_Parser], common: _Parser) -> None:
    search = _command(kinds, common, "search", commands.search, "检索原文段落")
    search.add_argument("text", metavar="内容", help="要查找的内容")
    search.add_argument("-k", type=int, default=10, metavar="条数", help="返回条数，1 到 100（默认 10）")
    _add_filter(search)
    ask = _command(kinds, common, "ask", commands.ask, "提问，得到标明出处的回答")
    ask.add_argument("text", metavar="问题", help="要问的问题")
    ask.add_argument("--history", type=Path, metavar="文件", help="此前的对话：JSON 列表，每项有 role 和 content")
    ask.add_argument("--date", metavar="日期", help="提问日期，如 2025-03-01，用来理解“今年”“去年”（默认当天）")
    _add_filter(ask)


def _add_filter(command: argparse.ArgumentParser) -> None:
    group = command.add_argument_group("范围（可重复）")
    group.add_argument("--document", action="append", default=[], metavar="编号", help="只查这份文件（编号或文件名）")
    group.add_argument("--region", action="append", default=[], metavar="地区", help="只查这个地区，如 海门区")
    group.add_argument("--year", action="append", default=[], type=int, metavar="年份", help="只查这一年，如 2025")
    group.add_argument("--kind", action="append", default=[], metavar="文种", help="只查这种文件，如 计划、总结")
    group.add_argument("--collection", action="append", default=[], metavar="资料集", help="只查这个资料集")


def _add_documents(kinds: _Commands[_Parser], common: _Parser) -> None:
    documents = kinds.add_parser("documents", help="查看或删除资料库中的文件", description="查看或删除资料库中的文件")
    actions = documents.add_subparsers(title="操作", metavar="操作", required=True, parser_class=_Parser)
    _command(actions, common, "list", commands.list_documents, "列出全部文件")
    show = _command(actions, common, "show", commands.show_document, "查看一份文件的信息、提纲和修复说明")
    show.add_argument("document", metavar="编号", help="文件编号或文件名")
    delete = _command(actions, common, "delete", commands.delete_document, "彻底删除一份文件")
    delete.add_argument("document", metavar="编号", help="文件编号或文件名")
    delete.add_argument("--yes", action="store_true", help="不再询问（与 --json 同用时必须）")


def _add_dictionary(kinds: _Commands[_Parser], common: _Parser) -> None:
    summary = "查看或修改常用说法与公文用语的对照"
    dictionary = kinds.add_parser("dictionary", help=summary, description=summary)
    actions = dictionary.add_subparsers(title="操作", metavar="操作", required=True, parser_class=_Parser)
    listed = _command(actions, common, "list", commands.list_dictionary, "列出词条")
    listed.add_argument("word", nargs="?", default="", metavar="词", help="只列出含这个词的词条")
    added = _command(actions, common, "add", commands.add_to_dictionary, "加入一条，或替换原有的一条")
    added.add_argument("word", metavar="说法", help="人们平时的说法，如 娃")
    added.add_argument("official", nargs="+", metavar="公文用语", help="公文里的写法，可以有几个，如 幼儿 学生")
    removed = _command(actions, common, "remove", commands.remove_from_dictionary, "去掉一条")
    removed.add_argument("word", metavar="说法", help="要去掉的说法")
    _command(actions, common, "check", commands.check_dictionary, "检查自定的词条文件")


def _add_service_commands(kinds: _Commands[_Parser], common: _Parser) -> None:
    serve = _command(kinds, common, "serve", commands.serve, "启动网页和接口服务")
    serve.add_argument("--host", metavar="地址", help="监听地址（默认 127.0.0.1；对外须设置 YOUJU_API_KEY）")
    serve.add_argument("--port", type=int, metavar="端口", help="监听端口（默认 8765；0 为任一空闲端口）")
    _command(kinds, common, "doctor", commands.doctor, "检查运行环境和资料库")
    kinds.add_parser("eval", help="运行评测（参数同 python -m eval）")


def _command(kinds: _Commands[_Parser], common: _Parser, name: str, run: commands.Command, summary: str) -> argparse.ArgumentParser:
    command = kinds.add_parser(name, help=summary, description=summary, parents=[common])
    command.set_defaults(run=run)
    return command


if __name__ == "__main__":
    sys.exit(main())
