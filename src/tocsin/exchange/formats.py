"""The formats that the ledger can leave in: one literal table."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from tocsin.exchange.acled import write_acled
from tocsin.exchange.bundle import Bundle
from tocsin.exchange.csv_tables import write_csv_tables
from tocsin.exchange.esf import write_esf
from tocsin.exchange.ftm import write_ftm
from tocsin.exchange.geojson import write_geojson
from tocsin.exchange.gtd import write_gtd
from tocsin.exchange.hxl_table import write_hxl
from tocsin.exchange.parquet import write_parquet
from tocsin.exchange.plover import write_plover
from tocsin.exchange.stix import write_stix
from tocsin.exchange.ucdp import write_ucdp
from tocsin.exchange.written import Written

__all__ = ["FORMATS", "Format", "Written"]


@dataclass(frozen=True, slots=True)
class Format:
    """One way out.

    Attributes:
        name: What `--format` calls it.
        suffix: Usual ending of its file, with the dot.
        describe: One line for people.
        write: Turns a bundle into bytes and a loss report; pure. Raises MissingPartError when the format's library is not installed.
        narrower: True where it cannot hold all that the records say, so that the loss report belongs beside it.
    """

    name: str
    suffix: str
    describe: str
    write: Callable[[Bundle], Written]
    narrower: bool


_ALL = (
    Format("csv", ".csv", "incidents as a table; people, groups, relations and cases as further tables", write_csv_tables, narrower=True),
    Format("geojson", ".geojson", "incidents as points with their status and precision", write_geojson, narrower=True),
    Format("parquet", ".parquet", "typed columns and every record whole; claims and articles as further tables", write_parquet, narrower=False),
    Format("ucdp", ".csv", "the columns of UCDP's Georeferenced Event Dataset: deadly events with known sides", write_ucdp, narrower=True),
    Format("acled", ".csv", "the columns of ACLED: events with a day and a place below the country", write_acled, narrower=True),
    Format("gtd", ".csv", "the columns of GTD: attacks by others than states", write_gtd, narrower=True),
    Format("plover", ".jsonl", "PLOVER 0.8 records, one an incident", write_plover, narrower=True),
    Format("ftm", ".jsonl", "FollowTheMoney entities: events, people, groups, ties, articles", write_ftm, narrower=True),
    Format("hxl", ".csv", "a table with HXL hashtags", write_hxl, narrower=True),
    Format("stix", ".json", "a STIX 2.1 bundle: incidents, places, parties, reports, verdicts", write_stix, narrower=True),
    Format("esf", ".zip", "HURIDOCS Events Standard Formats as linked tables", write_esf, narrower=True),
)
FORMATS: Mapping[str, Format] = {format_.name: format_ for format_ in _ALL}
