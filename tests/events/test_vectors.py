"""Word vectors: likeness, length, unknown words, order."""

import numpy as np

from tocsin.events.vectors import SIZE, VECTORS, index, rows, table, vector
from tocsin.ref.tables import DATA


def test_like_words_point_alike() -> None:
    ban, moratorium, teacher = rows(["ban", "moratorium", "teacher"])
    assert ban @ moratorium > 0.5
    assert abs(ban @ teacher) < 0.2


def test_vectors_have_length_one() -> None:
    assert table().shape == (len(index()), SIZE)
    assert np.allclose(np.linalg.norm(table(), axis=1), 1, atol=1e-5)


def test_an_unknown_word_has_no_vector() -> None:
    assert vector("no such word") is None
    assert not rows(["ban", "no such word"])[1].any()
    assert rows([]).shape == (0, SIZE)


def test_a_vector_is_a_row_of_the_table() -> None:
    found = vector("missile")
    assert found is not None
    assert (found == rows(["missile"])[0]).all()


def test_frequent_words_come_first() -> None:
    assert index()["the"] == 0
    assert index()["missile"] < index()["moratorium"]


def test_the_table_stays_small() -> None:
    assert (DATA / VECTORS).stat().st_size < 1.5e6
