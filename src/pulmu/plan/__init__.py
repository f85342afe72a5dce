"""Plans that cut cost and carbon: tariffs and bills, measures, forecasts."""
