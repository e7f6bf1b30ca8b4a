-- The erasure ledger has a column tenant_id, but its tenants are gone: said where the walls and auditors look.
call isolation.declare_global('app.erasure_ledger', 'the tenants that it names are gone; only the platform reads and writes it');
