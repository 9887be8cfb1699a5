"""Tables: each `table_` builder takes the edition first and hands over one piece."""
