"""What callers send, as pydantic models. Unknown fields are refused in our own requests and ignored in OpenAI's."""

from __future__ import annotations

from datetime import date
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from index.types import Filter
from rag.intake import selection
from rag.types import Turn


class _Body(BaseModel):
    model_config = ConfigDict(extra="forbid")


class FilterBody(_Body):
    """Empty means any; several values of one field are alternatives; fields combine with and."""

    documents: list[str] = Field(default=[], description="文件编号或文件名")
    regions: list[str] = Field(default=[], description="地区，如 海门区")
    years: list[int] = Field(default=[], description="年份，如 2025")
    kinds: list[str] = Field(default=[], description="文种，如 计划、总结")
    collections: list[str] = Field(default=[], description="资料集")

    def value(self) -> Filter:
        return selection(documents=self.documents, regions=self.regions, years=self.years, kinds=self.kinds, collections=self.collections)


class SearchBody(_Body):
    query: str = Field(description="要查找的内容")
    k: int = Field(default=10, description="返回条数，1 到 100")
    filter: FilterBody = FilterBody()


class TurnBody(_Body):
    role: Literal["user", "assistant"]
    content: str

    def value(self) -> Turn:
        return Turn(self.role, self.content)


class AskBody(_Body):
    question: str = Field(description="问题")
    history: list[TurnBody] = Field(default=[], description="此前的对话，从早到晚")
    asked_on: date | None = Field(default=None, description="提问日期，用来理解“今年”“去年”；不填为当天")
    filter: FilterBody = FilterBody()
    stream: bool = Field(default=False, description="是否以服务器推送事件返回")


class FeedbackBody(_Body):
    answer_id: str
    verdict: Literal["good", "bad"] = Field(description="good 有用，bad 有误")
    comment: str = Field(default="", max_length=2000)


class ChatPart(BaseModel):
    """One part of a message in OpenAI's list form; only text parts are read."""

    type: str
    text: str = ""


class ChatMessage(BaseModel):
    role: Literal["system", "developer", "user", "assistant", "tool", "function"]
    content: str | list[ChatPart] | None = None

    def text(self) -> str:
        if isinstance(self.content, list):
            return "\n".join(part.text for part in self.content if part.type == "text")
        return self.content or ""


class StreamOptions(BaseModel):
    include_usage: bool = False


class ChatBody(BaseModel):
    """OpenAI's request; what is not named here (temperature, tools …) has no effect and is ignored."""

    model: str = "youju"
    messages: list[ChatMessage] = Field(min_length=1)
    stream: bool = False
    stream_options: StreamOptions | None = None
