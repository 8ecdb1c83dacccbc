@main struct Liq { static func main() {} }
