"""Words of a question that name nothing: particles, prepositions, pronouns, adverbs, verbs and nouns that stand for any other.

What tells documents apart is rare (`index.specificity`), and these are rare in documents, because people talk so and documents
do not. Characters count where they stand alone: 给 in 给老年人, not in 供给.
"""

from __future__ import annotations

_LIST = """
各 谁 给 把 被 让 跟 这 那 些 里 就 都 也 还 再 又 得 着 过 吧 啊 呀 嘛 从 对 为 到 去 来 上 下 会 能 可 要 想 个 儿 呗 哪 咋
弄 搞 做 干 拿 用 向 往 于 之 其 此 该 等 及 或 并 且 而 但 只 才 很 更 最 太 已 我 你 您 他 她 它 们 人 事 后 前 时 边
这块 那块 这个 那个 这些 那些 那段 时候 已经 手上 地方 可以 自己 他们 我们 现在 以后 之后 之前 以前 出来 过来 起来 进来 怎样 什么样
东西 事情 准备 打算 应该 需要 差不多 起码 至少 最少 最多 大概 估计 到底 究竟 一起 一共 总共 第二 专门 只要 是否 必须 得先
"""
FUNCTION_WORDS = frozenset(_LIST.split())
