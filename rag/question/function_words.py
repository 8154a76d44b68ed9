"""Words of a question that name nothing: particles, prepositions, pronouns, adverbs, verbs and nouns that stand for any other.

What tells documents apart is rare (`index.specificity`), and these are rare in documents, because people talk so and documents
do not. Characters count where they stand alone: 给 in 给老年人, not in 供给.
"""

from __future__ import annotations

_LIST = """
各 谁 给 把 被 让 跟 这 那 些 里 就 都 也 还 再 又 得 着 过 吧 啊 呀 嘛 从 对 为 到 去 来 上 下 会 能 可
要 想 个 儿 呗 哪 咋 弄 搞 做 干 拿 用 向 往 于 之 其 此 该 等 及 或 并 且 而 但 只 才 很 更 最 太 已 我
你 您 他 她 它 们 人 事 后 前 时 边 这块 那块 这个 那个 这些 那些 那段 时候 已经 手上 地方 可以 自己 他们 我们
现在 以后 之后 之前 以前 出来 过来 起来 进来 怎样 什么样 东西 事情 准备 打算 应该 需要 差不多 起码 至少 最少 最多
大概 估计 到底 究竟 一起 一共 总共 第二 专门 只要 是否 必须 得先 之类 等等 各自 分别 互相 彼此 逐个 逐一 一一 每个
每家 每条 每次 有些 有的 某些 某个 几个 两个 三个 四个 五个 六个 七个 八个 九个 十个 一个 一些 一点 一下 一般 一直
一定 一样 一块 一边 一旦 通常 往往 经常 常常 总是 刚刚 刚才 马上 立刻 赶紧 尽快 终于 果然 居然 竟然 其实 确实 的确
真的 真正 当然 毕竟 反正 难道 似乎 好像 大约 大致 大体 左右 上下 记得 知道 清楚 明白 觉得 认为 以为 听说 据说 看到
看看 想问 请问 帮忙 谢谢 你好 告诉 说说 名字 叫做 称为 所谓 关于 至于 对于 根据 按照 依照 通过 经过 由于 因为 所以
因此 于是 然后 接着 随后 后来 此外 另外 还有 以及 而且 并且 不但 不仅 虽然 但是 不过 然而 只是 如果 要是 假如 除了
除非 无论 不管 即使 哪怕 这样 那样 这么 那么 怎么 如此 这里 那里 这边 那边 这儿 那儿 哪儿 哪里 里面 外面 上面 下面
前面 后面 旁边 中间 之间 之中 之内 之外 以内 以外 以上 以下 以来 下来 下去 上来 上去 出去 进去 回来 回去 过去 起 说
讲 叫 算 看 听 问 写 提 讲究 要求 挨 挨个 里头 外头 怎 啥 几 两 吗 呢 嗯 哦 哎 咱 咱们 俺 大家 人家 别人 哪个
哪些 哪家 多少 什么 为什么 如何 为何 何时 何地 是不是 有没有 能不能 可不可以 会不会 要不要 不是 没有 不 没 别 未 无
非 样 样子 方面 情况 内容 原因 方式 办法 时间 数量 总数 名称
"""
FUNCTION_WORDS = frozenset(_LIST.split())
