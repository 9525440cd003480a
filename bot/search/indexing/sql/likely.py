"""The stars that entries may have which nobody counted yet: by category and year, for ranking alone."""

import sqlite3

# A middle of fewer counts tells nothing.
_FEWEST = 5


def write_likely(connection: sqlite3.Connection) -> None:
    """Note the middle count of each main category and year, of each category, of each year and of all."""
    connection.execute("DELETE FROM search_likely")
    connection.execute(
        """
        WITH counted AS MATERIALIZED (
            SELECT t.key AS category, substr(e.created, 1, 4) AS year, e.stars
            FROM entry AS e JOIN entry_term AS t
                ON t.entry_id = e.id AND t.kind = 'category' AND t.position = 0
            WHERE e.stars IS NOT NULL
        ), grouped AS (
            SELECT category, year, stars FROM counted WHERE year IS NOT NULL
            UNION ALL SELECT category, '', stars FROM counted
            UNION ALL SELECT '', year, stars FROM counted WHERE year IS NOT NULL
            UNION ALL SELECT '', '', stars FROM counted
        ), placed AS (
            SELECT category, year, stars, row_number() OVER by_stars AS place,
                count(*) OVER (PARTITION BY category, year) AS counts
            FROM grouped WINDOW by_stars AS (PARTITION BY category, year ORDER BY stars)
        )
        INSERT INTO search_likely SELECT category, year, stars FROM placed
        WHERE place = (counts + 1) / 2 AND (counts >= ? OR category || year = '')
        """,
        (_FEWEST,),
    )
