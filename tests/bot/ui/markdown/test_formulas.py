import pytest

from bot.ui.markdown.formulas import formula


@pytest.mark.parametrize(
    ("tex", "shown"),
    [
        ("\\alpha^2 + \\beta_i", "α² + βᵢ"),
        ("x \\leq 10^{-3}", "x ≤ 10⁻³"),
        ("\\mathcal{L} \\to 0", "L → 0"),
        ("\\frac{a}{b}", "`\\frac{a}{b}`"),
        ("x^{q}", "`x^{q}`"),
    ],
)
def test_a_formula_is_plain_where_it_can_be(tex: str, shown: str) -> None:
    assert formula(tex) == shown
