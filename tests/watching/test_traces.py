"""What a collector of traces is told: which update and what kind of error, and never what the error says."""

from collections.abc import Iterator

import pytest

import running.traces as traces
from running.traces import set_up_traces, span, trace_of
from tests.e2e.collector import Collector, Span


@pytest.fixture
def collector(monkeypatch: pytest.MonkeyPatch) -> Iterator[Collector]:
    """A collector that is told of every span."""
    monkeypatch.setattr(traces, "_tracer", None)
    made = Collector()
    set_up_traces(made.url)
    yield made
    made.close()


def told(collector: Collector) -> dict[str, Span]:
    """All spans so far, by name."""
    traces._tracer.span_processor.force_flush()
    return {each.name: each for each in collector.spans()}


def test_an_error_is_told_by_its_kind_alone(collector: Collector) -> None:
    with pytest.raises(ValueError, match="Siti"), span("update", "7000000001/5", kind="text"), span("transaction"):
        raise ValueError("Siti Aminah, Jl. Mangga No. 2")
    spans = told(collector)
    of_the_update = {"catat.update": "7000000001/5", "kind": "text", "error.type": "ValueError"}
    assert spans["update"].attributes == of_the_update
    assert spans["transaction"].attributes == {"error.type": "ValueError"}
    assert not any(b"Siti" in body for body in collector.bodies)


def test_the_spans_of_an_update_are_one_trace_and_what_follows_is_another(collector: Collector) -> None:
    with span("update", "7000000001/6"), span("transaction"):
        pass
    with span("send"):
        pass
    spans = told(collector)
    trace = trace_of("7000000001/6").to_bytes(16, "big")
    assert (spans["update"].trace, spans["transaction"].trace) == (trace, trace)
    assert spans["transaction"].parent == spans["update"].id
    assert spans["send"].trace != trace
    assert spans["send"].attributes == {}
