-- The back office lists open orders, newest first.

-- +goose Up
CREATE INDEX orders_status_placed_at_idx ON orders (status, placed_at DESC);

-- +goose Down
DROP INDEX orders_status_placed_at_idx;
