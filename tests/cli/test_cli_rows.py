import io
import json

from app.cli.rows import Row, RowError, answer, number_of, text_of


def run(*lines: str, handle=lambda row: {"echo": text_of(row, "text")}) -> tuple[int, list[Row]]:
    out = io.StringIO()
    status = answer([line.encode() for line in lines], out, handle)
    return status, [json.loads(line) for line in out.getvalue().splitlines()]


def test_that_each_row_is_answered_in_order_with_its_id() -> None:
    status, rows = run('{"id": 1, "text": "a"}', "", '{"id": "x", "text": "b"}')

    assert status == 0
    assert rows == [{"id": 1, "echo": "a"}, {"id": "x", "echo": "b"}]


def test_that_a_bad_row_is_answered_with_an_error_and_the_run_goes_on() -> None:
    status, rows = run('{"id": 1}', "not json", '{"id": 3, "text": "c"}')

    assert status == 1
    assert [row.get("error", {}).get("code") for row in rows] == ["BAD_VALUE", "BAD_JSON", None]
    assert rows[0]["id"] == 1


def test_that_bytes_that_are_not_utf8_are_an_error_of_that_row() -> None:
    out = io.StringIO()

    assert answer([b'{"id": "\xff"}'], out, dict) == 1
    assert json.loads(out.getvalue())["error"]["code"] == "BAD_JSON"


def test_that_a_list_is_no_row() -> None:
    _, rows = run("[1, 2]")

    assert rows[0]["error"]["code"] == "BAD_JSON"


def test_that_numbers_must_be_numbers_and_not_negative() -> None:
    def handle(row: Row) -> Row:
        return {"n": number_of(row, "n")}

    _, rows = run('{"n": 2}', '{"n": "2"}', '{"n": -1}', '{"n": true}', "{}", '{"n": NaN}', handle=handle)

    assert [row.get("n") for row in rows] == [2.0, None, None, None, None, None]
    assert ["error" in row for row in rows] == [False, True, True, True, False, True]


def test_that_an_error_of_a_row_speaks_to_a_person() -> None:
    def handle(_: Row) -> Row:
        raise RowError("NOPE", "This cannot be done.")

    _, rows = run('{"id": 7}', handle=handle)

    assert rows == [{"id": 7, "error": {"code": "NOPE", "message": "This cannot be done."}}]
