"""Tables of the store. Every table of a workspace begins with the workspace it belongs to."""

import json
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Date,
    DateTime,
    Dialect,
    ForeignKeyConstraint,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
)
from sqlalchemy.types import TypeDecorator, TypeEngine

NAMES = {
    "pk": "%(table_name)s_key", "fk": "%(table_name)s_of_%(referred_table_name)s",
    "uq": "%(table_name)s_%(column_0_N_name)s_once", "ix": "%(column_0_label)s_index",
}  # fmt: skip
PLACE = MetaData(naming_convention=NAMES)
WORKSPACE = MetaData(naming_convention=NAMES)


class Instant(TypeDecorator[datetime]):
    """A moment in UTC, to the microsecond; as sortable text where the database knows no zones."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """Text on SQLite."""
        return dialect.type_descriptor(String(32) if dialect.name == "sqlite" else DateTime(timezone=True))

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> Any:
        """A naive time is a fault of ours, and is refused."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment without a zone")
        value = value.astimezone(UTC)
        return value.isoformat(timespec="microseconds") if dialect.name == "sqlite" else value

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        """In UTC."""
        if value is None:
            return None
        return (datetime.fromisoformat(value) if isinstance(value, str) else value).astimezone(UTC)


class Texts(TypeDecorator[tuple[str, ...]]):
    """A few texts, as JSON."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: tuple[str, ...] | None, dialect: Dialect) -> str:  # noqa: ARG002
        """A list."""
        return json.dumps(list(value or ()), ensure_ascii=False)

    def process_result_value(self, value: str | None, dialect: Dialect) -> tuple[str, ...]:  # noqa: ARG002
        """A tuple again."""
        return tuple(json.loads(value or "[]"))


class Pairs(TypeDecorator[dict[str, str]]):
    """Texts by name, as JSON."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: dict[str, str] | None, dialect: Dialect) -> str:  # noqa: ARG002
        """A mapping, in the order of its names."""
        return json.dumps(value or {}, ensure_ascii=False, sort_keys=True)

    def process_result_value(self, value: str | None, dialect: Dialect) -> dict[str, str]:  # noqa: ARG002
        """A mapping again."""
        return dict(json.loads(value or "{}"))


def _key(name: str, size: int = 64) -> Column[str]:
    return Column(name, String(size), primary_key=True)


def _number(name: str) -> Column[int]:
    return Column(name, Integer, primary_key=True, autoincrement=False)


def _count(name: str) -> Column[int]:
    return Column(name, BigInteger, nullable=False)


def _text(name: str, *, none: bool = False) -> Column[str]:
    return Column(name, Text, nullable=none)


def _at(name: str, *, none: bool = False) -> Column[datetime]:
    return Column(name, Instant, nullable=none)


def _part_of(table: str, *columns: str, key: tuple[str, ...] = ("id",)) -> ForeignKeyConstraint:
    """These columns name a row of another table; in a workspace, one of the same workspace."""
    return ForeignKeyConstraint(columns, [f"{table}.{name}" for name in key])


def _within(table: str, *columns: str, key: tuple[str, ...] = ("id",)) -> ForeignKeyConstraint:
    return _part_of(table, "workspace", *columns, key=("workspace", *key))


def _audit_columns() -> list[Column[Any]]:
    return [
        _number("number"), _at("at"), _text("actor"), _text("action"), _text("about"),
        Column("detail", Pairs, nullable=False), _text("reason"), _text("address"), _text("previous"), _text("hash"),
    ]  # fmt: skip


workspace = Table("workspace", PLACE, _key("id"), _text("name"), _text("kind"), _text("status"), _at("created"))
account = Table(
    "account", PLACE, _key("id"), Column("email", Text, nullable=False, unique=True), _text("name"), _text("language"),
    _text("password"), _text("status"), _at("created"), Column("is_system_admin", Boolean, nullable=False),
    _text("second_factor"), _text("second_factor_pending"), Column("second_factor_used", BigInteger, nullable=False),
    Column("recovery", Texts, nullable=False), Column("failures", Integer, nullable=False),
    _at("locked_until", none=True),
)  # fmt: skip
membership = Table(
    "membership", PLACE, _key("workspace"), _key("account"), _key("role"), Column("start", Date, nullable=False),
    Column("end", Date), Column("reports", Texts, nullable=False),
    _part_of("account", "account"), _part_of("workspace", "workspace"),
)  # fmt: skip
session = Table(
    "session", PLACE, _key("id"), Column("account", String(64), nullable=False, index=True), _at("created"),
    _at("seen"), _at("ends"), Column("second_factor", Boolean, nullable=False), _text("address"),
    _part_of("account", "account"),
)  # fmt: skip
token = Table(
    "token", PLACE, _key("id"), Column("account", String(64), nullable=False),
    Column("workspace", String(64), nullable=False, index=True),
    _text("name"), _text("secret"), Column("scopes", Texts, nullable=False), _at("created"), _at("ends"),
    _at("revoked", none=True),
    _part_of("account", "account"), _part_of("workspace", "workspace"),
)  # fmt: skip
invitation = Table(
    "invitation", PLACE, _key("id"), Column("workspace", String(64), nullable=False, index=True), _text("email"),
    _text("role"), Column("reports", Texts, nullable=False), Column("membership_end", Date), _text("secret"),
    _text("created_by"), _at("created"), _at("ends"), _at("used", none=True), _part_of("workspace", "workspace"),
)  # fmt: skip
identity = Table(
    "identity", PLACE, _key("issuer", 255), _key("subject", 255),
    Column("account", String(64), nullable=False, index=True), _text("email"), _at("linked"), _at("used", none=True),
    _part_of("account", "account"),
)  # fmt: skip
authorization_request = Table(
    "authorization_request", PLACE, _key("id"), _text("provider"), _text("purpose"), _text("account"), _text("wanted"),
    Column("ends", Instant, nullable=False, index=True), _text("issuer"), _text("subject"), _text("email"),
    Column("email_verified", Boolean, nullable=False), _text("name"),
    Column("second_factor", Boolean, nullable=False),
)  # fmt: skip
queue = Table(
    "queue", PLACE, _key("id"), Column("workspace", String(64), nullable=False), _text("kind"), _at("added"),
    Column("ready", Instant, nullable=False, index=True), Column("lease", String(64), nullable=False),
    Column("owner", String(64), nullable=False), _at("lease_ends", none=True),
)  # fmt: skip
notice = Table(
    "notice", PLACE, _key("kind", 20), _key("workspace"), _key("id"), Column("number", Integer, nullable=False),
    _at("at"), _text("content"), _text("sha256"), _at("withdrawn", none=True), _part_of("workspace", "workspace"),
)  # fmt: skip
delivery = Table(
    "delivery", PLACE, _key("id"), Column("kind", String(20), nullable=False),
    Column("sender", String(64), nullable=False, index=True),
    Column("receiver", String(64), nullable=False, index=True), _text("about"), _at("at"), _text("content"),
    _text("sha256"), _at("taken", none=True),
    ForeignKeyConstraint(["sender"], ["workspace.id"], name="delivery_of_workspace_sender"),
    ForeignKeyConstraint(["receiver"], ["workspace.id"], name="delivery_of_workspace_receiver"),
)  # fmt: skip
audit_head = Table("audit_head", PLACE, _key("workspace"), Column("number", Integer, nullable=False), _text("seal"))
place_audit = Table("place_audit", PLACE, *_audit_columns())

plant = Table(
    "plant", WORKSPACE, _key("workspace"), _key("id"), _text("name"), _at("created"),
    Column("version", Integer, nullable=False), _at("archived", none=True),
)  # fmt: skip
plant_version = Table(
    "plant_version", WORKSPACE, _key("workspace"), _key("plant"), _number("number"), _at("at"), _text("author"),
    _text("content"), _text("file_name"), _text("sha256"), _text("note"),
    _within("plant", "plant"),
)  # fmt: skip
document_version = Table(
    "document_version", WORKSPACE, _key("workspace"), _key("kind"), _key("document"), _number("number"), _at("at"),
    _text("author"), _text("content"), _text("file_name"), _text("sha256"), _text("note"),
)  # fmt: skip
received = Table(
    "received", WORKSPACE, _key("workspace"), _key("id"), Column("kind", String(20), nullable=False),
    Column("about", String(64), nullable=False), _text("source"), _text("sender"), _text("name"), _at("at"),
    _text("content"), _text("sha256"), _at("ended", none=True), Index("received_about", "workspace", "kind", "about"),
)  # fmt: skip
call_state = Table(
    "call_state", WORKSPACE, _key("workspace"), _key("call"), Column("version", Integer, nullable=False),
    _text("stage"), Column("budget_krw", BigInteger), _count("committed_krw"), Column("places", BigInteger),
    _count("taken"), _at("changed"),
)  # fmt: skip
review = Table(
    "review", WORKSPACE, _key("workspace"), _key("call"), _key("application"), _key("reviewer"), _text("state"),
    _text("assigned_by"), _at("assigned_at"), _at("sealed_at", none=True), _text("content"), _text("sha256"),
    _text("reason"), Index("review_of_reviewer", "workspace", "reviewer"), _within("call_state", "call", key=("call",)),
)  # fmt: skip
decision = Table(
    "decision", WORKSPACE, _key("workspace"), _key("call"), _key("application"), _number("number"), _text("outcome"),
    _count("amount_krw"), _at("at"), _text("author"), _text("content"), _text("sha256"), _text("note"),
    _within("call_state", "call", key=("call",)),
)  # fmt: skip
evidence = Table(
    "evidence", WORKSPACE, _key("workspace"), _key("sha256"), _text("name"), _text("media_type"),
    Column("size", BigInteger, nullable=False), _at("at"), _text("author"), _text("secrecy"),
)  # fmt: skip
report = Table(
    "report", WORKSPACE, _key("workspace"), _key("id"), Column("plant", String(64), nullable=False),
    Column("year", Integer, nullable=False), _at("created"), UniqueConstraint("workspace", "plant", "year"),
    _within("plant", "plant"),
)  # fmt: skip
report_version = Table(
    "report_version", WORKSPACE, _key("workspace"), _key("report"), _number("number"), _text("state"),
    Column("plant_version", Integer, nullable=False), _text("edition"), _text("scenario"), _text("program"),
    _text("plant_sha256"), _text("report_sha256"), _text("prepared_by"), _at("prepared_at"), _text("submitted_by"),
    _at("submitted_at", none=True), _text("decided_by"), _at("decided_at", none=True), _text("reason"),
    Column("job", String(64)), _within("report", "report"),
    Index("report_version_of_job", "workspace", "job", unique=True),
)  # fmt: skip
report_file = Table(
    "report_file", WORKSPACE, _key("workspace"), _key("report"), _number("number"), _key("name", 200), _text("sha256"),
    Column("size", BigInteger, nullable=False),
    _within("report_version", "report", "number", key=("report", "number")),
)  # fmt: skip
comment = Table(
    "comment", WORKSPACE, _key("workspace"), _key("id"), Column("report", String(64), nullable=False, index=True),
    Column("number", Integer, nullable=False), _text("author"), _at("at"), _text("text"), _text("about"),
    _text("resolved_by"), _at("resolved_at", none=True),
    _within("report_version", "report", "number", key=("report", "number")),
)  # fmt: skip
job = Table(
    "job", WORKSPACE, _key("workspace"), _key("id"), _text("kind"), _text("order"), _text("asked_by"), _text("via"),
    _text("token"), Column("scopes", Texts, nullable=False), Column("second_factor", Boolean, nullable=False),
    Column("state", String(16), nullable=False, index=True), Column("done", Integer, nullable=False),
    Column("of", Integer, nullable=False), _text("what"), Column("tries", Integer, nullable=False),
    Column("most", Integer, nullable=False), Column("created", Instant, nullable=False, index=True),
    _at("started", none=True), _at("cancel", none=True), _at("ended", none=True), _text("result"), _text("problems"),
)  # fmt: skip
kept_answer = Table(
    "kept_answer", WORKSPACE, _key("workspace"), _key("key"), _text("request"),
    Column("at", Instant, nullable=False, index=True), _text("answer"),
)  # fmt: skip
link = Table(
    "link", WORKSPACE, _key("workspace"), _key("id"), Column("report", String(64), nullable=False, index=True),
    Column("number", Integer, nullable=False), _text("audience"), _text("secret"), _text("created_by"),
    _at("created"), _at("ends"), _at("revoked", none=True), Column("opened", Integer, nullable=False),
    Column("limit", Integer),
    _within("report_version", "report", "number", key=("report", "number")),
)  # fmt: skip
live_link = Table(
    "live_link", WORKSPACE, _key("workspace"), _key("id"), _text("line"), _text("name"), _text("samples"),
    _text("desk"), _text("tag_map"), _at("created"),
)  # fmt: skip
audit = Table("audit", WORKSPACE, _key("workspace"), *_audit_columns())
sealed_part = Table(
    "sealed_part", WORKSPACE, _key("workspace"), _key("what", 20), _key("name"), _number("number"), _at("at"),
    _text("author"), _text("reason"), _count("rows"), _count("first"), _count("last"), _text("head"),
    Column("days", LargeBinary, nullable=False), Column("marks", LargeBinary, nullable=False), _text("previous"),
    _text("seal"),
)  # fmt: skip
sealed_head = Table(
    "sealed_head", WORKSPACE, _key("workspace"), _key("what", 20), _key("name"),
    Column("parts", Integer, nullable=False), _text("seal"), _count("rows"), _count("first"), _count("last"),
    _at("at"), _text("head"),
)  # fmt: skip

place_seal = Table("place_seal", PLACE, _key("table"), Column("key", Text, primary_key=True), _text("sha256"))
workspace_seal = Table(
    "workspace_seal", WORKSPACE, _key("workspace"), _key("table"), Column("key", Text, primary_key=True),
    _text("sha256"),
)  # fmt: skip
