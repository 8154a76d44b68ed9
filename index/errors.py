"""Every error a caller may see. Codes are stable and in English; messages are for officials, in Chinese.

YoujuError
├── DocumentError                a file that cannot be taken in; the others go on
│   ├── EmptyDocument            empty_document
│   ├── BinaryDocument           binary_document
│   ├── UndecodableDocument      undecodable_document
│   ├── DamagedDocument          damaged_document
│   ├── EncryptedDocument        encrypted_document
│   ├── DocumentWithoutText      document_without_text
│   ├── UnsupportedType          unsupported_type
│   ├── MissingPath              missing_path
│   ├── DocumentTooLarge         document_too_large
│   ├── UnreadableFile           unreadable_file
│   └── ParserFailed             parser_failed
├── RequestError                 a request that cannot be answered as it stands
│   ├── EmptyQuestion            empty_question
│   ├── QuestionTooLong          question_too_long
│   ├── InvalidK                 invalid_k
│   ├── InvalidRequest           invalid_request
│   └── RequestTooLarge          request_too_large
├── NotFound
│   ├── UnknownDocument          unknown_document
│   ├── UnknownJob               unknown_job
│   └── UnknownAnswer            unknown_answer
├── AccessError
│   ├── KeyRequired              key_required
│   ├── WrongKey                 wrong_key
│   └── UntrustedOrigin          untrusted_origin
├── HomeError                    the library on disk
│   ├── UnknownHome              unknown_home
│   ├── NewerHome                newer_home
│   ├── HomeLocked               home_locked
│   ├── IntegrityFailed          integrity_failed
│   ├── StorageFailed            storage_failed
│   └── FingerprintMismatch      fingerprint_mismatch
├── ModelError
│   ├── UnknownModel             unknown_model
│   └── LanguageModelFailed      language_model_failed
├── TargetFailed                 target_failed: the service that an evaluation asks
└── ConfigurationError           invalid_configuration
    └── UnusableFile             unusable_file: a question set, report or list of thresholds
"""

from __future__ import annotations

from typing import ClassVar


class YoujuError(Exception):
    """Base of all. `subject` names the object (a file, an id, a path); `detail` is technical and may be empty."""

    code: ClassVar[str] = "internal_error"
    template: ClassVar[str] = "出现内部错误：{subject}。请联系管理员，并提供错误代码。"

    def __init__(self, subject: str = "", *, detail: str = "") -> None:
        self.subject = subject
        self.detail = detail
        super().__init__(self.template.format(subject=subject, detail=detail))

    @property
    def message(self) -> str:
        return str(self)


class DocumentError(YoujuError):
    """A file that cannot be taken in."""


class EmptyDocument(DocumentError):
    code = "empty_document"
    template = "文件“{subject}”是空的。请检查文件内容后重新上传。"


class BinaryDocument(DocumentError):
    code = "binary_document"
    template = "文件“{subject}”不是文本文件，内容与扩展名不符。请用原来的软件另存为 txt、docx 或 PDF 后再上传。"


class UndecodableDocument(DocumentError):
    code = "undecodable_document"
    template = "无法识别文件“{subject}”的文字编码。请另存为 UTF-8 编码后重新上传。"


class DamagedDocument(DocumentError):
    code = "damaged_document"
    template = "文件“{subject}”已损坏，无法打开。请换一份完好的文件重新上传。"


class EncryptedDocument(DocumentError):
    code = "encrypted_document"
    template = "文件“{subject}”设有密码，无法读取。请先取消密码再上传。"


class DocumentWithoutText(DocumentError):
    code = "document_without_text"
    template = "文件“{subject}”中没有可读取的文字，可能是扫描件。请上传带文字的版本。"


class UnsupportedType(DocumentError):
    code = "unsupported_type"
    template = "不支持文件“{subject}”的格式。目前支持：{detail}。请转换格式后再上传。"


class MissingPath(DocumentError):
    code = "missing_path"
    template = "找不到“{subject}”。请检查路径是否正确。"


class DocumentTooLarge(DocumentError):
    code = "document_too_large"
    template = "文件“{subject}”超过大小上限（{detail}）。请拆分后再上传。"


class UnreadableFile(DocumentError):
    code = "unreadable_file"
    template = "无法读取文件“{subject}”（{detail}）。请检查文件的访问权限后再试。"


class ParserFailed(DocumentError):
    code = "parser_failed"
    template = "文件“{subject}”未能解析完成（{detail}）。请另存为 txt 或 docx 后再试。"


class RequestError(YoujuError):
    """A request that cannot be answered as it stands."""


class EmptyQuestion(RequestError):
    code = "empty_question"
    template = "问题是空的。请输入要查询的内容。"


class QuestionTooLong(RequestError):
    code = "question_too_long"
    template = "问题太长（{detail}）。请缩短后再问。"


class InvalidK(RequestError):
    code = "invalid_k"
    template = "返回条数“{subject}”不正确，应为 1 到 {detail} 之间的整数。"


class InvalidRequest(RequestError):
    code = "invalid_request"
    template = "请求的内容不正确：{subject}。请检查后重新提交。"


class RequestTooLarge(RequestError):
    code = "request_too_large"
    template = "提交的内容超过大小上限（{detail}）。请减少内容后再提交。"


class NotFound(YoujuError):
    """Something named that is not there."""


class UnknownDocument(NotFound):
    code = "unknown_document"
    template = "没有编号为“{subject}”的文件，可能已被删除。请在文件列表中查看现有文件。"


class UnknownJob(NotFound):
    code = "unknown_job"
    template = "没有编号为“{subject}”的任务。请检查任务编号。"


class UnknownAnswer(NotFound):
    code = "unknown_answer"
    template = "没有编号为“{subject}”的回答。请重新提问。"


class AccessError(YoujuError):
    """Not allowed."""


class KeyRequired(AccessError):
    code = "key_required"
    template = "需要访问密钥。请在请求中提供密钥，或向管理员索取。"


class WrongKey(AccessError):
    code = "wrong_key"
    template = "访问密钥不正确。请检查后重试，或向管理员索取。"


class UntrustedOrigin(AccessError):
    """A page of another site calls, or the host name is not ours (DNS rebinding)."""

    code = "untrusted_origin"
    template = "请求来自不受信任的地址“{subject}”。请从本服务的网址访问，或请管理员在 YOUJU_CORS_ORIGINS 中登记该地址。"


class HomeError(YoujuError):
    """The library on disk."""


class UnknownHome(HomeError):
    code = "unknown_home"
    template = "“{subject}”不是资料库目录。请检查路径，或先用 youju ingest 建立资料库。"


class NewerHome(HomeError):
    code = "newer_home"
    template = "资料库“{subject}”由更新版本的程序建立（{detail}）。请升级程序后再打开。"


class HomeLocked(HomeError):
    code = "home_locked"
    template = "资料库“{subject}”正被另一个程序写入（{detail}）。请等它完成后再试。"


class IntegrityFailed(HomeError):
    code = "integrity_failed"
    template = "资料库“{subject}”的数据不一致（{detail}）。请运行 youju rebuild 重建索引。"


class StorageFailed(HomeError):
    code = "storage_failed"
    template = "无法写入资料库“{subject}”（{detail}）。请检查磁盘空间和目录权限后重试。"


class FingerprintMismatch(HomeError):
    code = "fingerprint_mismatch"
    template = "资料库“{subject}”是用另一个向量模型建立的（{detail}）。请改回原来的模型，或运行 youju rebuild --reembed。"


class ModelError(YoujuError):
    """A model that cannot be used."""


class UnknownModel(ModelError):
    code = "unknown_model"
    template = "找不到向量模型“{subject}”（{detail}）。请检查名称或路径。"


class LanguageModelFailed(ModelError):
    code = "language_model_failed"
    template = "语言模型暂时不可用（{subject}）。已改用文件原文回答，请稍后再试。"


class TargetFailed(YoujuError):
    code = "target_failed"
    template = "被评测的服务“{subject}”没有给出结果（{detail}）。请检查地址、密钥和服务的运行情况。"


class ConfigurationError(YoujuError):
    code = "invalid_configuration"
    template = "设置“{subject}”不正确：{detail}。请更正后重新启动。"


class UnusableFile(ConfigurationError):
    code = "unusable_file"
    template = "文件“{subject}”不能使用：{detail}。请更正后重试。"
