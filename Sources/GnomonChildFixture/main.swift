import Foundation
import GnomonMeasure

// The child of tests: tests have no command of their own to start again.
exit(ChildProcess.main())
